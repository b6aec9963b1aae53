import { execFile } from "node:child_process";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { SCRIPT_ARGUMENTS } from "@/local/start/run-script";
import { createTestDatabase, type TestDatabase } from "@/tests/support/database";
import { localEnvironment } from "@/tests/support/environment";
import { insertPerson } from "@/tests/support/people";

const root = new URL("../../..", import.meta.url).pathname;
let db: TestDatabase;
let personId: string;
let email: string;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.drop());
beforeEach(async () => {
  personId = await insertPerson(db.owner);
  const [row] = await db.owner<{ email: string }[]>`select email from people where id = ${personId}`;
  email = row?.email ?? "";
});

interface Said {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs the program as `npm run admin` does, once everything is installed. */
function admin(...args: string[]): Promise<Said> {
  const env: NodeJS.ProcessEnv = {
    ...localEnvironment({ DATABASE_URL: db.url }),
    NODE_ENV: "test",
    PATH: process.env["PATH"],
  };
  return new Promise((done) => {
    execFile(
      process.execPath,
      [...SCRIPT_ARGUMENTS, "bin/grant-admin.ts", ...args],
      { cwd: root, env },
      (error, out, err) => done({ code: error ? Number(error.code) : 0, out, err }),
    );
  });
}

const isAdmin = async (): Promise<boolean> =>
  (await db.owner`select from platform_admins where person_id = ${personId} and revoked_at is null`).count ===
  1;

describe("npm run admin", () => {
  test("grants, lists and revokes, and says so", async () => {
    expect(await admin("grant", email, "--dry-run")).toMatchObject({
      code: 0,
      out: expect.stringContaining("would"),
    });
    expect(await isAdmin()).toBe(false);
    expect((await admin("grant", email.toUpperCase())).out).toContain("is a platform admin now.");
    expect(await isAdmin()).toBe(true);
    const listed = JSON.parse((await admin("list", "--json")).out) as object[];
    expect(listed).toContainEqual(
      expect.objectContaining({ personId, email, grantedBy: "admin-cli", revokedAt: null }),
    );
    expect(JSON.parse((await admin("revoke", email, "--json")).out)).toEqual({
      verb: "revoke",
      dryRun: false,
      personId,
      changed: true,
    });
    expect(await isAdmin()).toBe(false);
  }, 180_000);

  test("refuses an address that nobody has in one sentence", async () => {
    const { code, out, err } = await admin("grant", "nobody@example.com");
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err.trim().split("\n")).toEqual([expect.stringContaining("nobody@example.com")]);
  });

  test("explains itself", async () => {
    const { code, out } = await admin("--help");
    expect(code).toBe(0);
    for (const word of ["grant", "revoke", "list"]) expect(out).toContain(word);
  });
});
