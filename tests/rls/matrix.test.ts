import type postgres from "postgres";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/tests/support/database";
import { listTables } from "./catalogue";
import { credentialsOf, openSqlDoor, type SqlDoor } from "./doors";
import { type Sight, type TableExpectation, tables, type Verb } from "./expectations";
import { READERS, type Reader, seedWorld, type World } from "./world";

const DENIED = "42501";
const selfWritten = Object.entries(tables).filter(([, { selfMay }]) => selfMay !== undefined);
/** Signed in, known and not deleted. */
const LIVING = READERS.filter(
  (reader): reader is Exclude<Reader, "anon" | "newcomer" | "deletedMember"> =>
    reader !== "anon" && reader !== "newcomer" && reader !== "deletedMember",
);
let db: TestDatabase;
let door: SqlDoor;
let world: World;
beforeAll(async () => {
  db = await createTestDatabase();
  world = await seedWorld(db.owner);
  door = openSqlDoor(db);
});
afterAll(async () => {
  await door.close();
  await db.drop();
});

test("every table of the database has an expectation, and every expectation its table", async () => {
  const found = (await listTables(db.owner)).map(({ name }) => name);
  expect(found).toEqual(Object.keys(tables).sort());
});

test("every table holds rows of both accounts, so that a leak would show", async () => {
  for (const [name, expectation] of Object.entries(tables)) {
    expect((await keysOf(name, expectation, "everything", "owner")).length, name).toBeGreaterThan(0);
    if (!expectation.ofAccount) continue;
    expect((await keysOf(name, expectation, "ours", "owner")).length, name).toBeGreaterThan(0);
    expect((await keysOf(name, expectation, "theirs", "owner")).length, name).toBeGreaterThan(0);
  }
});

describe.each(Object.entries(tables))("%s", (name, expectation) => {
  test.each(READERS)("as %s: sees what is theirs to see, and no other row", async (reader) => {
    const { role, claims } = credentialsOf(reader, world);
    const outcome = await door.run(role, claims, `select ${expectation.key} as key from public.${name}`);
    const sight = expectation.sees[reader];
    if (sight === "denied") return expect(outcome).toEqual({ refused: DENIED });
    expect(outcome).toEqual({ keys: await keysOf(name, expectation, sight, reader) });
  });

  test.each(READERS)(
    "as %s: can neither insert, update, delete nor truncate what is not theirs",
    async (reader) => {
      const { role, claims } = credentialsOf(reader, world);
      for (const statement of writesTo(name, expectation.key)) {
        const verb = statement.split(" ")[0] as Verb;
        // Whose rows may be written is asked below: here no row is touched.
        if (reader !== "anon" && expectation.selfMay?.includes(verb)) continue;
        expect(await door.run(role, claims, statement), statement).toEqual({ refused: DENIED });
      }
    },
  );

  test("as service_role: may do what the system does, and no more", async () => {
    const statements: Record<string, string> = {
      select: `select ${expectation.key} as key from public.${name}`,
      ...Object.fromEntries(
        writesTo(name, expectation.key).map((statement) => [statement.split(" ")[0], statement]),
      ),
    };
    const allowed: string[] = [];
    for (const [verb, statement] of Object.entries(statements)) {
      const outcome = await door.run("service_role", { role: "service_role" }, statement);
      if ("keys" in outcome) allowed.push(verb);
      else expect(outcome, statement).toEqual({ refused: DENIED });
    }
    expect(allowed).toEqual([...expectation.systemMay]);
  });

  if (expectation.hidden) {
    test.each(expectation.hidden)("hides the column %s from everybody but the system", async (column) => {
      for (const reader of READERS) {
        const { role, claims } = credentialsOf(reader, world);
        const outcome = await door.run(role, claims, `select ${column}::text as key from public.${name}`);
        expect(outcome, reader).toEqual({ refused: DENIED });
      }
    });
  }
});

describe.each(selfWritten)("%s, which people write themselves", (name, expectation) => {
  const own = (reader: Reader) => keysOf(name, expectation, "self", reader);

  test.each(LIVING)("as %s: changes every row of theirs and no other", async (reader) => {
    const { role, claims } = credentialsOf(reader, world);
    const statement = `update public.${name} set person_id = person_id returning ${expectation.key} as key`;
    expect(await door.run(role, claims, statement)).toEqual({ keys: await own(reader) });
  });

  test.each(LIVING)("as %s: cannot hand a row of theirs to somebody else", async (reader) => {
    const { role, claims } = credentialsOf(reader, world);
    const other = world.people[reader === "owner" ? "stranger" : "owner"];
    const statement = `update public.${name} set person_id = '${other}'`;
    const outcome = await door.run(role, claims, statement);
    expect(outcome).toEqual((await own(reader)).length > 0 ? { refused: DENIED } : { keys: [] });
  });

  test.each(LIVING)("as %s: adds a row for themselves and for nobody else", async (reader) => {
    const { role, claims } = credentialsOf(reader, world);
    const other = world.people[reader === "owner" ? "stranger" : "owner"];
    await withChange(
      (sql) => sql.unsafe(`create table saved as table public.${name}; delete from public.${name}`),
      (sql) => sql.unsafe(`insert into public.${name} table saved; drop table saved`),
      async () => {
        const insert = (personId: string) =>
          door.run(role, claims, insertFresh(name, personId, expectation.key));
        expect(await insert(world.people[reader])).toEqual({ keys: [world.people[reader]] });
        expect(await insert(other)).toEqual({ refused: DENIED });
      },
    );
  });

  test.each(["newcomer", "deletedMember"] as const)(
    "as %s: can add no row, being nobody here",
    async (reader) => {
      const { role, claims } = credentialsOf(reader, world);
      const statement = insertFresh(name, world.people[reader], expectation.key);
      expect(await door.run(role, claims, statement)).toEqual({ refused: DENIED });
      const update = `update public.${name} set person_id = person_id returning ${expectation.key} as key`;
      expect(await door.run(role, claims, update)).toEqual({ keys: [] });
    },
  );
});

describe("a token", () => {
  const peopleSeen = (claims: object) =>
    door.run("authenticated", claims, "select id as key from public.people");

  test("without a subject sees nothing, and neither does an empty one", async () => {
    for (const claims of [{}, { role: "authenticated" }, { sub: "" }, { sub: null }]) {
      expect(await peopleSeen(claims)).toEqual({ keys: [] });
    }
  });

  test("is read by its subject alone: roles and accounts written into it change nothing", async () => {
    const claims = {
      sub: world.people.stranger,
      role: "service_role",
      account_id: world.ours,
      org_id: world.ours,
      is_admin: true,
    };
    const outcome = await door.run("authenticated", claims, "select id as key from public.accounts");
    expect(outcome).toEqual({ keys: [world.theirs] });
  });

  test("of a member sees nothing of the account from the moment the account is deleted", async () => {
    const outcome = await withChange(
      (sql) => sql`update accounts set deleted_at = now() where id = ${world.ours}`,
      (sql) => sql`update accounts set deleted_at = null where id = ${world.ours}`,
      () => door.run("authenticated", { sub: world.people.owner }, "select id as key from public.invoices"),
    );
    expect(outcome).toEqual({ keys: [] });
  });

  test("shows what a role may see from the moment the role changes", async () => {
    const outcome = await withChange(
      (sql) => sql`update members set role = 'billing' where person_id = ${world.people.viewer}`,
      (sql) => sql`update members set role = 'viewer' where person_id = ${world.people.viewer}`,
      () => door.run("authenticated", { sub: world.people.viewer }, "select id as key from public.invoices"),
    );
    expect(outcome).toEqual({ keys: ["in_ours"] });
  });
});

async function withChange<T>(
  change: (sql: postgres.Sql) => Promise<unknown>,
  undo: (sql: postgres.Sql) => Promise<unknown>,
  look: () => Promise<T>,
): Promise<T> {
  await change(db.owner);
  try {
    return await look();
  } finally {
    await undo(db.owner);
  }
}

/** Statements that touch no row: the right to run them is what is asked. */
function writesTo(name: string, key: string): readonly string[] {
  return [
    `insert into public.${name} select * from public.${name} where false`,
    `update public.${name} set ${key} = ${key} where false`,
    `delete from public.${name} where false`,
    `truncate public.${name} cascade`,
  ].map((statement) => statement);
}

/** Adds a row with every default to a table that people write themselves. */
function insertFresh(name: string, personId: string, key: string): string {
  const row = freshRows[name];
  if (!row) throw new Error(`Say in freshRows how a row of ${name} is made.`);
  return `insert into public.${name} ${row.replace("$person", `'${personId}'`)} returning ${key} as key`;
}
const freshRows: Readonly<Record<string, string>> = {
  person_preferences: "(person_id) values ($person)",
  notification_preferences: "(person_id, kind, channel, enabled) values ($person, 'receipt', 'email', false)",
};

/** The keys that a sight stands for, read by the owner, whom no policy filters. */
async function keysOf(
  name: string,
  expectation: TableExpectation,
  sight: Sight,
  reader: Reader,
): Promise<string[]> {
  const conditions: Record<Sight, string | undefined> = {
    denied: "false",
    nothing: "false",
    everything: "true",
    ours: expectation.ofAccount?.replace("$account", `'${world.ours}'`),
    theirs: expectation.ofAccount?.replace("$account", `'${world.theirs}'`),
    self: reader === "anon" ? "false" : expectation.ofPerson?.replace("$person", `'${world.people[reader]}'`),
  };
  const condition = conditions[sight];
  if (!condition)
    throw new Error(`${name} has no rows to call ${sight}: say which they are in expectations.ts.`);
  const rows = await db.owner.unsafe(
    `select ${expectation.key} as key from public.${name} where ${condition}`,
  );
  return rows.map((row) => String(row["key"])).sort();
}
