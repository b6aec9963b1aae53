import { execFile } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { SCRIPT_ARGUMENTS } from "@/local/start/run-script";
import { createTestDatabase, type TestDatabase } from "@/tests/support/database";
import { localEnvironment } from "@/tests/support/environment";
import { insertAccount } from "@/tests/support/people";
import { tamper, verifyChain, writeEntries } from "./support/entries";

const root = new URL("../../../..", import.meta.url).pathname;
const keys = generateKeyPairSync("ed25519", {
  publicKeyEncoding: { type: "spki", format: "pem" },
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
});
let folder: string;
let db: TestDatabase;
let accountId: string;
let slug: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "meterhouse-audit-"));
  db = await createTestDatabase();
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await db.drop();
});
/** Each test has an account of its own; the first one finds no other. */
beforeEach(async () => {
  accountId = await insertAccount(db.owner);
  slug = `a${accountId}`;
  await writeEntries(accountId, 4);
});

interface Answer {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

function runNode(args: readonly string[], environment: Record<string, string> = {}): Promise<Answer> {
  const env = { ...localEnvironment({ DATABASE_URL: db.url, ...environment }), PATH: process.env["PATH"] };
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      args,
      { cwd: root, env: env as unknown as NodeJS.ProcessEnv },
      (error, out, err) => resolve({ code: error ? Number(error.code) : 0, out, err }),
    );
  });
}

const audit = (args: readonly string[], environment?: Record<string, string>) =>
  runNode([...SCRIPT_ARGUMENTS, "bin/audit.ts", ...args], environment);
const file = (name: string) => join(folder, name);
const changeOne = () =>
  tamper(
    db,
    (sql) => sql`update audit_log set actor_id = 'x' where account_id = ${accountId} and sequence = 2`,
  );

/** Each call starts a process, which takes seconds on a busy machine. */
const PATIENCE = { timeout: 240_000 };

describe("npm run audit -- verify", PATIENCE, () => {
  test("says how much it read when all fits, for all chains and for one by its slug", async () => {
    await writeEntries(null, 1);
    expect(await audit(["verify"])).toEqual({
      code: 0,
      out: "Verified 5 entries in 2 chains: each stands as it was written.\n",
      err: "",
    });
    expect(await audit(["verify", "--account", slug])).toMatchObject({
      code: 0,
      out: "Verified 4 entries in 1 chain: each stands as it was written.\n",
    });
    expect(await audit(["verify", "--account", "installation"])).toMatchObject({
      code: 0,
      out: "Verified 1 entry in 1 chain: each stands as it was written.\n",
    });
  });

  test("names account, entry and difference, and ends with exit code 1", async () => {
    await changeOne();
    const [row] = await db.owner`select id from audit_log where account_id = ${accountId} and sequence = 2`;
    const answer = await audit(["verify", "--account", accountId]);
    expect(answer.code).toBe(1);
    expect(answer.out).toContain(`Broken: account ${accountId}, entry 2 (${row?.["id"]}), content: hash is `);
    expect(answer.out).toContain("Read 4 entries in 1 chain: 1 chain is broken.");
    const json = await audit(["verify", "--account", accountId, "--json"]);
    expect(json.code).toBe(1);
    expect(JSON.parse(json.out)).toMatchObject({
      ok: false,
      brokenChains: 1,
      breaks: [{ accountId, sequence: 2, kind: "content" }],
    });
  });

  test("begins where it is told to", async () => {
    await changeOne();
    expect(await audit(["verify", "--account", slug, "--since", "2100-01-01"])).toMatchObject({ code: 0 });
    expect(await audit(["verify", "--account", slug, "--since", "2020-01-01"])).toMatchObject({ code: 1 });
  });

  test("refuses in one sentence what it cannot do", async () => {
    for (const [args, sentence] of [
      [["--account", "nobody"], "There is no account nobody: give its id or slug."],
      [["--since", "yesterday"], "Use a day or an instant"],
      [["--since", "2026-11-01", "--against", "x"], "--against needs the whole chain: leave out --since."],
      [["--against", file("absent.json")], "cannot be read"],
    ] as const) {
      const answer = await audit(["verify", ...args]);
      expect(answer.code).toBe(1);
      expect(answer.err).toContain(sentence);
      expect(answer.err).not.toMatch(/^\s+at /m);
    }
    const away = await audit(["verify"], { DATABASE_URL: "postgres://x:y@127.0.0.1:1/z" });
    expect(away).toMatchObject({ code: 1, out: "", err: expect.stringContaining("does not answer") });
  });
});

describe("npm run audit -- anchor", PATIENCE, () => {
  const signing = { AUDIT_ANCHOR_KEY: keys.privateKey.replaceAll("\n", "\\n") };

  test("gives a signed statement that a later rewriting does not fit", async () => {
    expect(await audit(["anchor", "--account", slug, "--out", file("anchor.json")], signing)).toMatchObject({
      code: 0,
      out: "",
    });
    writeFileSync(file("key.pub.pem"), keys.publicKey);
    await writeEntries(accountId, 1);
    const key = ["--public-key", file("key.pub.pem")];
    const against = ["verify", "--account", slug, "--against", file("anchor.json"), ...key];
    const before = await audit(against);
    expect(before).toMatchObject({ code: 0, out: expect.stringContaining("1 head, signature valid.") });
    await tamper(db, async (sql) => {
      await sql`delete from audit_log where account_id = ${accountId} and sequence > 2`;
      await sql`
        update audit_chains c set sequence = 2, hash = a.hash from audit_log a
        where c.account_id = ${accountId} and a.account_id = ${accountId} and a.sequence = 2`;
    });
    expect(await audit(["verify", "--account", slug])).toMatchObject({ code: 0 });
    const after = await audit(against);
    expect(after.code).toBe(1);
    expect(after.out).toContain("entry 3, anchor: the chain ends at 2, the anchor has seen 4.");
  });

  test("is refused when its signature does not fit", async () => {
    const { out } = await audit(["anchor", "--account", slug], signing);
    writeFileSync(file("forged.json"), out.replace('"sequence": 4', '"sequence": 3'));
    const answer = await audit(["verify", "--account", slug, "--against", file("forged.json")], signing);
    expect(answer).toMatchObject({ code: 1, out: expect.stringContaining("signature invalid.") });
  });

  test("says so when nobody signed it", async () => {
    const { out } = await audit(["anchor", "--account", slug]);
    writeFileSync(file("unsigned.json"), out);
    const answer = await audit(["verify", "--account", slug, "--against", file("unsigned.json"), "--json"]);
    expect(answer.code).toBe(0);
    expect(JSON.parse(answer.out)).toMatchObject({
      ok: true,
      anchors: [{ heads: 1, signature: "unsigned" }],
    });
  });
});

describe("npm run audit -- export", PATIENCE, () => {
  test("gives a file that the program of docs/audit.md verifies, and leaves an entry itself", async () => {
    const program = /```js\n(.*?)```/s.exec(readFileSync(join(root, "docs/audit.md"), "utf8"))?.[1] ?? "";
    writeFileSync(file("verify-export.mjs"), program);
    const verifyExport = (name: string) => runNode([file("verify-export.mjs"), file(name)]);
    const exported = await audit(["export", "--account", slug, "--out", file("log.json")]);
    expect(exported).toMatchObject({ code: 0, out: `Wrote 4 entries to ${file("log.json")}.\n`, err: "" });
    expect(await verifyExport("log.json")).toMatchObject({ code: 0, out: "4 entries verified.\n" });
    const [row] =
      await db.owner`select action, actor_id, after from audit_log where account_id = ${accountId} and sequence = 5`;
    expect(row).toEqual({
      action: "audit_log.exported",
      actor_id: "audit-command",
      after: { format: "json", entries: 4, filters: {} },
    });
    expect(await verifyChain(accountId)).toMatchObject({ entries: 5, break: null });

    const text = readFileSync(file("log.json"), "utf8");
    const lines = text.split("\n");
    const forgeries: readonly (readonly [string, string, RegExp])[] = [
      ["changed.json", text.replace("key-2", "key-9"), /Entry 2 was changed/],
      ["cut.json", [...lines.slice(0, 2), ...lines.slice(3)].join("\n"), /Entry 2 is missing/],
      ["short.json", `${lines.slice(0, 3).join("\n").replace(/,$/, "")}\n]}`, /Entries after 2 are missing/],
    ];
    for (const [name, content, problem] of forgeries) {
      writeFileSync(file(name), content);
      expect(await verifyExport(name)).toMatchObject({ code: 1, err: expect.stringMatching(problem) });
    }
  });

  test("verifies a filtered export as far as it goes", async () => {
    const args = ["export", "--account", slug, "--from", "2020-01-01", "--out", file("some.json")];
    expect(await audit(args)).toMatchObject({ code: 0 });
    const program = /```js\n(.*?)```/s.exec(readFileSync(join(root, "docs/audit.md"), "utf8"))?.[1] ?? "";
    writeFileSync(file("verify-export.mjs"), program);
    expect(await runNode([file("verify-export.mjs"), file("some.json")])).toMatchObject({ code: 0 });
  });
});
