import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { recordAudit, recordAuditEntries } from "@/lib/accounts/audit/record-audit";
import { database } from "@/lib/platform/db";
import { makeContext } from "@/tests/support/context";
import { createTestDatabase, type TestDatabase } from "@/tests/support/database";
import { insertAccount } from "@/tests/support/people";
import { makeEntry, verifyChain, writeEntries } from "./support/entries";

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.drop());

const newAccount = () => insertAccount(db.owner);
const undo = new Error("undo");

describe("the chain of an account", () => {
  test("begins with 1 and 32 zero bytes, and each entry carries the hash of the one before", async () => {
    const accountId = await newAccount();
    await writeEntries(accountId, 3);
    const rows = await db.owner<{ sequence: string; hash: Buffer; previous_hash: Buffer }[]>`
      select sequence, hash, previous_hash from audit_log where account_id = ${accountId} order by sequence`;
    expect(rows.map(({ sequence }) => Number(sequence))).toEqual([1, 2, 3]);
    expect(rows[0]?.previous_hash).toEqual(Buffer.alloc(32));
    expect(rows[1]?.previous_hash).toEqual(rows[0]?.hash);
    expect(rows[2]?.previous_hash).toEqual(rows[1]?.hash);
    expect(await verifyChain(accountId)).toMatchObject({ entries: 3, last: { sequence: 3 }, break: null });
  });

  test("is unbroken after fifty writers wrote to it at once, beside twenty of the installation's", async () => {
    const accountId = await newAccount();
    const writers = Array.from({ length: 50 }, async () => {
      await recordAudit(database(), makeContext(), makeEntry(accountId));
      await database().begin((tx) =>
        recordAuditEntries(tx, makeContext(), [makeEntry(accountId), makeEntry(accountId)]),
      );
    });
    const others = Array.from({ length: 20 }, () => recordAudit(database(), makeContext(), makeEntry(null)));
    await Promise.all([...writers, ...others]);
    expect(await verifyChain(accountId)).toMatchObject({
      entries: 150,
      last: { sequence: 150 },
      break: null,
    });
    expect(await verifyChain(null)).toMatchObject({ entries: 20, last: { sequence: 20 }, break: null });
  });

  test("has no gap after transactions and savepoints were rolled back", async () => {
    const accountId = await newAccount();
    await writeEntries(accountId, 1);
    await database()
      .begin(async (tx) => {
        await recordAudit(tx, makeContext(), makeEntry(accountId));
        throw undo;
      })
      .catch((error: unknown) => expect(error).toBe(undo));
    await database().begin(async (tx) => {
      await tx
        .savepoint(async (inner) => {
          await recordAudit(inner, makeContext(), makeEntry(accountId));
          throw undo;
        })
        .catch((error: unknown) => expect(error).toBe(undo));
      await recordAudit(tx, makeContext(), makeEntry(accountId));
    });
    await expect(
      database()`
        insert into audit_log (account_id, actor_kind, actor_id, action, target_kind, target_id)
        values (${accountId}, 'robot', '1', 'plan.changed', 'x', 'x')`,
    ).rejects.toThrow(/audit_log_actor_kind_check/);
    expect(await verifyChain(accountId)).toMatchObject({ entries: 2, last: { sequence: 2 }, break: null });
  });

  test("is not the writer's to choose: what stands in the chain's columns is overwritten", async () => {
    const accountId = await newAccount();
    await writeEntries(accountId, 1);
    await database()`
      insert into audit_log (account_id, actor_kind, actor_id, action, target_kind, target_id, sequence, previous_hash, hash)
      values (${accountId}, 'system', 'x', 'plan.changed', 'x', 'x', 77, '\\x00', '\\x00')`;
    expect(await verifyChain(accountId)).toMatchObject({ entries: 2, last: { sequence: 2 }, break: null });
  });

  test("refuses a transaction whose insert was skipped, which would leave a gap", async () => {
    const accountId = await newAccount();
    await writeEntries(accountId, 1);
    const skipped = database()`
      insert into audit_log (id, account_id, actor_kind, actor_id, action, target_kind, target_id)
      select id, account_id, actor_kind, actor_id, action, target_kind, target_id from audit_log
      where account_id = ${accountId}
      on conflict do nothing`;
    await expect(skipped).rejects.toThrow("the head of an audit chain has no entry");
    expect(await verifyChain(accountId)).toMatchObject({ entries: 1, break: null });
  });

  test("refuses a writer with an old snapshot rather than to fork", async () => {
    const accountId = await newAccount();
    await writeEntries(accountId, 1);
    const late = database().begin("isolation level repeatable read", async (tx) => {
      await tx`select 1 from accounts`;
      await writeEntries(accountId, 1);
      await recordAudit(tx, makeContext(), makeEntry(accountId));
    });
    await expect(late).rejects.toMatchObject({ code: "40001" });
    const first = await newAccount();
    const lateBegin = database().begin("isolation level repeatable read", async (tx) => {
      await tx`select 1 from accounts`;
      await writeEntries(first, 1);
      await recordAudit(tx, makeContext(), makeEntry(first));
    });
    await expect(lateBegin).rejects.toMatchObject({ code: "40001" });
    expect(await verifyChain(accountId)).toMatchObject({ entries: 2, break: null });
    expect(await verifyChain(first)).toMatchObject({ entries: 1, break: null });
  });
});

describe("the head of a chain", () => {
  const changes = [
    "update audit_chains set sequence = sequence + 1",
    "update audit_chains set sequence = sequence - 1",
    "update audit_chains set hash = sha256('x')",
    "delete from audit_chains",
    "truncate audit_chains",
    "insert into audit_chains (sequence, hash) values (5, sha256('x')) on conflict do nothing",
  ];
  test.each(changes)("refuses the superuser, its owner and the application: %s", async (statement) => {
    const accountId = await newAccount();
    await writeEntries(accountId, 1);
    const before = await db.owner`select * from audit_chains order by account_id`;
    for (const url of [db.superuserUrl, db.ownerUrl, db.url]) {
      const sql = postgres(url, { max: 1, onnotice: () => undefined });
      const error = await sql.unsafe(statement).catch((thrown: unknown) => thrown);
      await sql.end();
      expect(error).toMatchObject({ code: expect.stringMatching(url === db.url ? /^42501$/ : /^23001$/) });
    }
    expect(await db.owner`select * from audit_chains order by account_id`).toEqual(before);
  });
});

describe("transactions that write to several chains", () => {
  test("do not lock each other out, in whichever order they name the accounts", async () => {
    const [one, other] = await Promise.all([newAccount(), newAccount()]);
    const pairs = Array.from({ length: 40 }, (_, index) => {
      const entries = [makeEntry(one), makeEntry(null), makeEntry(other)];
      return database().begin((tx) =>
        recordAuditEntries(tx, makeContext(), index % 2 === 0 ? entries : entries.toReversed()),
      );
    });
    await Promise.all(pairs);
    expect(await verifyChain(one)).toMatchObject({ entries: 40, break: null });
    expect(await verifyChain(other)).toMatchObject({ entries: 40, break: null });
  });

  test("are refused when they do so in two calls, whatever the order", async () => {
    const [one, other] = await Promise.all([newAccount(), newAccount()]);
    for (const [first, second] of [
      [one, other],
      [other, one],
      [one, null],
    ] as const) {
      const twice = database().begin(async (tx) => {
        await recordAudit(tx, makeContext(), makeEntry(first));
        await recordAudit(tx, makeContext(), makeEntry(second));
      });
      await expect(twice).rejects.toThrow("use recordAuditEntries");
    }
    expect(await db.owner`select 1 from audit_log where account_id in (${one}, ${other})`).toHaveLength(0);
  });

  test("keep the caller's order within an account", async () => {
    const [one, other] = await Promise.all([newAccount(), newAccount()]);
    const entries = [1, 2, 3].flatMap((index) => [
      makeEntry(other, { targetId: `o${index}` }),
      makeEntry(one, { targetId: `t${index}` }),
    ]);
    await recordAuditEntries(database(), makeContext(), entries);
    const rows = await db.owner`
      select target_id from audit_log where account_id in (${one}, ${other}) order by account_id, sequence`;
    expect(rows.map((row) => row["target_id"]).join(" ")).toMatch(/^(t1 t2 t3 o1 o2 o3|o1 o2 o3 t1 t2 t3)$/);
  });

  test("wait for one that has locked the account, and let it come to its own entry", async () => {
    const accountId = await newAccount();
    await writeEntries(accountId, 1);
    let letGo: () => void = () => undefined;
    const isLocked = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    const locker = database().begin(async (tx) => {
      await tx`select from accounts where id = ${accountId} for update`;
      letGo();
      await waitForLockOn(db);
      await recordAudit(tx, makeContext(), makeEntry(accountId));
    });
    await isLocked;
    await Promise.all([locker, recordAudit(database(), makeContext(), makeEntry(accountId))]);
    expect(await verifyChain(accountId)).toMatchObject({ entries: 3, break: null });
  });
});

/** Until somebody waits for a lock, so that the two transactions really meet. */
async function waitForLockOn(database: TestDatabase): Promise<void> {
  const waiting = () => database.owner`
    select 1 from pg_stat_activity where datname = ${database.name} and wait_event_type = 'Lock'`;
  while ((await waiting()).length === 0) await new Promise((done) => setTimeout(done, 10));
}
