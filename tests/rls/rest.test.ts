import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findFreePorts } from "@/local/start/ports";
import { createTestDatabase, type TestDatabase } from "@/tests/support/database";
import { type RunningServer, spawnServer } from "@/tests/support/spawn-server";
import { credentialsOf, openSqlDoor, type SqlDoor, signToken } from "./doors";
import { functions, type TableExpectation, tables } from "./expectations";
import { READERS, type Reader, seedWorld, type World } from "./world";

/** The same matrix through the REST gateway, with tokens signed as the application signs them. */
const SECRET = "test-secret-of-more-than-thirty-two-characters";
const PUBLISHABLE = "sb_publishable_test_00000000";
const SECRET_KEY = "sb_secret_test_00000000";

let db: TestDatabase;
let gateway: RunningServer;
let url: string;
let world: World;
let sqlDoor: SqlDoor;
let tokens: Readonly<Record<Reader, string>>;
beforeAll(async () => {
  db = await createTestDatabase();
  world = await seedWorld(db.owner);
  sqlDoor = openSqlDoor(db);
  const { base: port } = await findFreePorts();
  url = `http://127.0.0.1:${port}/rest/v1`;
  gateway = await spawnServer("local/gateway/server.ts", ["--port", String(port)], {
    LOCAL_GATEWAY_DATABASE_URL: db.authenticatorUrl,
    LOCAL_GATEWAY_SCHEMA_URL: db.ownerUrl,
    SUPABASE_JWT_SECRET: SECRET,
    SUPABASE_PUBLISHABLE_KEY: PUBLISHABLE,
    SUPABASE_SECRET_KEY: SECRET_KEY,
  });
  const signed = await Promise.all(
    READERS.map(
      async (reader) =>
        [reader, reader === "anon" ? PUBLISHABLE : await signToken(world.people[reader], SECRET)] as const,
    ),
  );
  tokens = Object.fromEntries(signed) as Record<Reader, string>;
});
afterAll(async () => {
  await gateway?.stop();
  await sqlDoor?.close();
  await db.drop();
});

interface Answer {
  readonly status: number;
  readonly text: string;
}
async function ask(
  token: string,
  path: string,
  init: { method?: string; body?: object; key?: string } = {},
): Promise<Answer> {
  const response = await fetch(`${url}${path}`, {
    method: init.method ?? "GET",
    headers: {
      apikey: init.key ?? PUBLISHABLE,
      authorization: `Bearer ${token}`,
      "content-type": "application/json",
      prefer: "return=representation",
    },
    ...(init.body && { body: JSON.stringify(init.body) }),
  });
  return { status: response.status, text: await response.text() };
}
const keysIn = ({ text }: Answer, key: string): string[] =>
  (JSON.parse(text) as Record<string, unknown>[]).map((row) => String(row[key])).sort();
/** Nothing but rows of the reader's own, or a row that is there already. */
const isHarmless = (answer: Answer, reader: Exclude<Reader, "anon">): boolean =>
  answer.status === 409 ||
  (answer.status === 200 && keysIn(answer, "person_id").every((key) => key === world.people[reader]));
/** A row as REST takes it: bytes are text in Postgres's own notation. */
const asBody = (row: Readonly<Record<string, unknown>> = {}): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(row).map(([column, value]) => [
      column,
      Buffer.isBuffer(value) ? `\\x${value.toString("hex")}` : value,
    ]),
  );
const isRefusal = ({ status }: Answer): boolean => status === 401 || status === 403 || status === 404;

describe.each(Object.entries(tables))("%s over REST", (name, expectation: TableExpectation) => {
  test.each(READERS)("as %s: shows the rows that the database shows", async (reader) => {
    const answer = await ask(tokens[reader], `/${name}?select=${expectation.key}`);
    if (expectation.sees[reader] === "denied") return expect(answer, answer.text).toSatisfy(isRefusal);
    const { role, claims } = credentialsOf(reader, world);
    const wanted = await sqlDoor.run(role, claims, `select ${expectation.key} as key from public.${name}`);
    expect(answer.status, answer.text).toBe(200);
    expect({ keys: keysIn(answer, expectation.key) }).toEqual(wanted);
  });

  test("as nobody in the matrix: can anything be inserted, updated or deleted", async () => {
    const before = await fingerprint(name);
    for (const reader of READERS) {
      const filter = `?${expectation.key}=not.is.null`;
      const [row] = await db.owner.unsafe(`select * from public.${name} limit 1`);
      const answers = [
        await ask(tokens[reader], `/${name}`, { method: "POST", body: asBody(row) }),
        await ask(tokens[reader], `/${name}${filter}`, {
          method: "PATCH",
          body: asBody({ [expectation.key]: row?.[expectation.key] }),
        }),
        await ask(tokens[reader], `/${name}${filter}`, { method: "DELETE" }),
      ];
      for (const answer of answers) {
        // Where people write their own, each may meet their own row: it exists already, or gets the value it has.
        const isOwn = expectation.selfMay !== undefined && reader !== "anon" && isHarmless(answer, reader);
        if (!isOwn) expect(answer, `${reader}: ${answer.status} ${answer.text}`).toSatisfy(isRefusal);
      }
    }
    expect(await fingerprint(name)).toBe(before);
  });
});

describe("a person's own preferences over REST", () => {
  const themeOf = async (personId: string) => {
    const [row] = await db.owner`select theme from person_preferences where person_id = ${personId}`;
    return row?.["theme"];
  };

  test("are changed by the person, and by nobody else", async () => {
    const path = `/person_preferences?person_id=eq.${world.people.owner}`;
    const byOther = await ask(tokens.admin, path, { method: "PATCH", body: { theme: "light" } });
    expect(byOther.text).toBe("[]");
    expect(await themeOf(world.people.owner)).toBe("dark");
    const bySelf = await ask(tokens.owner, path, { method: "PATCH", body: { theme: "light" } });
    expect(bySelf.status, bySelf.text).toBe(200);
    expect(await themeOf(world.people.owner)).toBe("light");
    await db.owner`update person_preferences set theme = 'dark' where person_id = ${world.people.owner}`;
  });

  test("take no value that the product does not know", async () => {
    const path = `/person_preferences?person_id=eq.${world.people.owner}`;
    for (const body of [
      { theme: "pink" },
      { time_zone: "'; drop table" },
      { locale: "x" },
      { currency: "dollars" },
    ]) {
      const answer = await ask(tokens.owner, path, { method: "PATCH", body });
      expect(answer.text).toContain("violates check constraint");
    }
    expect(await themeOf(world.people.owner)).toBe("dark");
  });

  test("cannot switch off the e-mails that must arrive, whoever asks", async () => {
    const body = { person_id: world.people.owner, kind: "payment_failed", channel: "email", enabled: false };
    const answer = await ask(tokens.owner, "/notification_preferences", { method: "POST", body });
    expect(answer.text).toContain("violates check constraint");
  });
});

describe("credentials over REST", () => {
  const accounts = (token: string, key = PUBLISHABLE) => ask(token, "/accounts?select=id", { key });

  test("a token signed with another secret, an expired one and nonsense are refused", async () => {
    const forged = await signToken(world.people.owner, "another-secret-of-more-than-thirty-two-chars");
    const expired = await signToken(world.people.owner, SECRET, "-1m");
    for (const token of [forged, expired, "nonsense", `${tokens.owner}x`]) {
      const answer = await accounts(token);
      expect(answer.status, answer.text).toBe(401);
    }
  });

  test("a token without a signature is refused", async () => {
    const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString("base64url");
    const unsigned = `${encode({ alg: "none", typ: "JWT" })}.${encode({ sub: world.people.owner, role: "service_role" })}.`;
    expect((await accounts(unsigned)).status).toBe(401);
  });

  test("no credential at all reads nothing", async () => {
    const response = await fetch(`${url}/accounts?select=id`);
    expect([401, 403]).toContain(response.status);
  });

  test("the functions of the private schema cannot be called", async () => {
    for (const name of Object.keys(functions)) {
      const answer = await ask(tokens.owner, `/rpc/${name.split(".")[1]}`, {
        method: "POST",
        body: { needed: "account.read" },
      });
      expect(answer, `${name}: ${answer.text}`).toSatisfy(isRefusal);
    }
  });

  test("embedding another table does not lead around its policies", async () => {
    const answer = await ask(tokens.viewer, "/accounts?select=id,invoices(id),members(person_id)");
    expect(answer.status, answer.text).toBe(200);
    const [account] = JSON.parse(answer.text) as { id: string; invoices: unknown[]; members: unknown[] }[];
    expect(account?.id).toBe(world.ours);
    expect(account?.invoices).toEqual([]);
    expect(account?.members.length).toBeGreaterThan(1);
  });

  test("hidden columns can be neither read nor filtered by", async () => {
    for (const path of [
      "/api_keys?select=key_hash",
      "/api_keys?select=id&key_hash=not.is.null",
      "/api_keys?select=id&order=key_hash",
    ]) {
      const answer = await ask(tokens.owner, path);
      expect(answer, `${path}: ${answer.status} ${answer.text}`).toSatisfy(isRefusal);
    }
  });
});

async function fingerprint(name: string): Promise<string> {
  const [row] = await db.owner.unsafe(
    `select coalesce(md5(string_agg(t::text, ',' order by t::text)), '') as sum from public.${name} t`,
  );
  return String(row?.["sum"]);
}
