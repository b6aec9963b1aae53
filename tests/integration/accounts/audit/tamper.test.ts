import type postgres from "postgres";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { hashEntry } from "@/lib/accounts/audit/encode-entry";
import { streamEntries, withSnapshot } from "@/lib/accounts/audit/repository";
import { type Verification, verifyChains } from "@/lib/accounts/audit/verify-chains";
import { createTestDatabase, type TestDatabase } from "@/tests/support/database";
import { insertAccount } from "@/tests/support/people";
import { tamper, writeEntries } from "./support/entries";
import { insertForged, rewriteEntries } from "./support/forgery";

let db: TestDatabase;
let accountId: string;
let bystander: string;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.drop());
beforeEach(async () => {
  accountId = await insertAccount(db.owner);
  bystander = await insertAccount(db.owner);
  await writeEntries(accountId, 6);
  await writeEntries(bystander, 2);
});

type Change = (sql: postgres.TransactionSql) => Promise<unknown>;

/** Column by column, a value that the row does not have. */
const changedFields: Readonly<Record<string, string>> = {
  id: "'0193e5a0-0000-7000-8000-000000000001'",
  actor_kind: "'person'",
  actor_id: "'user_mallory'",
  action: "'api_key.revoked'",
  target_kind: "'plan'",
  target_id: "'key-99'",
  before: "'{}'",
  after: `'{"name": "productioN"}'`,
  request_id: "null",
  ip: "'203.0.113.9'",
  occurred_at: "occurred_at + interval '1 microsecond'",
};

describe("verification finds, in the right account and at the right entry,", () => {
  test("nothing while nobody has touched the log", async () => {
    expect(await verifyChains({ chain: { accountId } })).toEqual({
      chains: 1,
      entries: 6,
      breaks: [],
      brokenChains: 0,
    });
  });

  test.each(Object.entries(changedFields))("a changed %s", async (column, value) => {
    await tamper(db, (sql) =>
      sql.unsafe(
        `update audit_log set ${column} = ${value} where account_id = '${accountId}' and sequence = 3`,
      ),
    );
    expectOneBreak(await verifyAll(), { sequence: 3, kind: "content" });
  });

  test("an entry that was moved to another account", async () => {
    await tamper(
      db,
      (sql) => sql`
        update audit_log set account_id = ${bystander}, sequence = 3 where account_id = ${accountId} and sequence = 6`,
    );
    const found = await verifyAll();
    expect(found.breaks.map((each) => [each.accountId, each.sequence, each.kind]).sort()).toEqual(
      [
        [accountId, 6, "missing"],
        [bystander, 3, "link"],
      ].sort(),
    );
  });

  const changes: readonly (readonly [
    string,
    Change,
    { sequence: number; kind: string; difference?: RegExp },
  ])[] = [
    [
      "a deleted entry in the middle",
      (sql) => sql`delete from audit_log where account_id = ${accountId} and sequence = 4`,
      { sequence: 4, kind: "missing", difference: /entry 5 follows entry 3/ },
    ],
    [
      "a deleted first entry",
      (sql) => sql`delete from audit_log where account_id = ${accountId} and sequence = 1`,
      { sequence: 1, kind: "missing" },
    ],
    [
      "a deleted tail",
      (sql) => sql`delete from audit_log where account_id = ${accountId} and sequence > 4`,
      { sequence: 5, kind: "missing", difference: /ends at 4, its head is at 6/ },
    ],
    [
      "a log that was emptied",
      (sql) => sql`delete from audit_log where account_id = ${accountId}`,
      { sequence: 1, kind: "missing", difference: /ends at 0, its head is at 6/ },
    ],
    [
      "an inserted entry, with everything after it moved",
      async (sql) => {
        await sql`update audit_log set sequence = -sequence - 1 where account_id = ${accountId} and sequence > 2`;
        await sql`update audit_log set sequence = -sequence where account_id = ${accountId} and sequence < 0`;
        await insertForged(sql, accountId, 3);
      },
      { sequence: 4, kind: "link" },
    ],
    [
      "an inserted entry at the end",
      (sql) => insertForged(sql, accountId, 7),
      { sequence: 7, kind: "head", difference: /the head is at 6/ },
    ],
    [
      "a second entry at one place",
      async (sql) => {
        await sql`alter table audit_log drop constraint audit_log_account_id_sequence_key`;
        await insertForged(sql, accountId, 3);
      },
      { sequence: 3, kind: "repeated" },
    ],
    [
      "two entries that changed places",
      async (sql) => {
        await sql`update audit_log set sequence = 99 where account_id = ${accountId} and sequence = 2`;
        await sql`update audit_log set sequence = 2 where account_id = ${accountId} and sequence = 3`;
        await sql`update audit_log set sequence = 3 where account_id = ${accountId} and sequence = 99`;
      },
      { sequence: 2, kind: "link" },
    ],
    [
      "two entries whose contents changed places",
      async (sql) => {
        await sql`update audit_log set target_id = 'key-3' where account_id = ${accountId} and sequence = 2`;
        await sql`update audit_log set target_id = 'key-2' where account_id = ${accountId} and sequence = 3`;
      },
      { sequence: 2, kind: "content" },
    ],
    [
      "a changed entry whose own hash was made to fit",
      (sql) => rewriteEntries(sql, accountId, 3, 3),
      { sequence: 4, kind: "link" },
    ],
    [
      "a head that was moved back together with a deleted tail",
      async (sql) => {
        await sql`delete from audit_log where account_id = ${accountId} and sequence > 4`;
        await sql`update audit_chains set sequence = 4 where account_id = ${accountId}`;
      },
      { sequence: 4, kind: "head" },
    ],
    [
      "a head with another hash",
      (sql) => sql`update audit_chains set hash = sha256('x') where account_id = ${accountId}`,
      { sequence: 6, kind: "head" },
    ],
    [
      "a head that was moved forward",
      (sql) => sql`update audit_chains set sequence = 7 where account_id = ${accountId}`,
      { sequence: 7, kind: "missing" },
    ],
    [
      "a head that was removed",
      (sql) => sql`delete from audit_chains where account_id = ${accountId}`,
      { sequence: 6, kind: "head", difference: /has no head/ },
    ],
  ];
  test.each(changes)("%s", async (_what, change, expected) => {
    await tamper(db, change);
    const found = await verifyAll();
    const { difference, ...rest } = expected;
    expectOneBreak(found, rest);
    if (difference) expect(found.breaks[0]?.difference).toMatch(difference);
    // The constraint that one case drops is put back, or the next insert could fork.
    await restoreConstraint();
  });
});

/** Everything that the tests before left broken is not ours to judge: the two chains of this test. */
async function verifyAll(): Promise<Verification> {
  const results = await Promise.all(
    [accountId, bystander].map((each) => verifyChains({ chain: { accountId: each } })),
  );
  return {
    chains: 2,
    entries: results.reduce((sum, { entries }) => sum + entries, 0),
    breaks: results.flatMap(({ breaks }) => breaks),
    brokenChains: results.reduce((sum, { brokenChains }) => sum + brokenChains, 0),
  };
}

function expectOneBreak(found: Verification, expected: { sequence: number; kind: string }): void {
  const ours = found.breaks.filter((each) => each.accountId === accountId);
  expect(ours).toHaveLength(1);
  expect(ours[0]).toMatchObject({ accountId, ...expected });
  expect(found.breaks.some((each) => each.accountId === bystander)).toBe(false);
}

async function restoreConstraint(): Promise<void> {
  const [constraint] = await db.owner`
    select 1 from pg_constraint where conname = 'audit_log_account_id_sequence_key'`;
  if (constraint) return;
  await tamper(db, async (sql) => {
    await sql`delete from audit_log where actor_id = 'forger'`;
    await sql`
      alter table audit_log add constraint audit_log_account_id_sequence_key
        unique nulls not distinct (account_id, sequence)`;
  });
}

test("what is verified here is what the definition hashes, not what the database says of itself", async () => {
  await withSnapshot(async (tx) => {
    for await (const entry of streamEntries(tx, { accountId })) expect(hashEntry(entry)).toBe(entry.hash);
  });
});
