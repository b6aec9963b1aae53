import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { takeAnchors } from "@/lib/accounts/audit/take-anchors";
import { type Verification, verifyChains } from "@/lib/accounts/audit/verify-chains";
import { systemClock } from "@/lib/platform/clock";
import { createTestDatabase, type TestDatabase } from "@/tests/support/database";
import { insertAccount } from "@/tests/support/people";
import { tamper, writeEntries } from "./support/entries";
import { rewriteEntries } from "./support/forgery";

let db: TestDatabase;
let accountId: string;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.drop());
beforeEach(async () => {
  accountId = await insertAccount(db.owner);
  await writeEntries(accountId, 6);
});

describe("an anchor shows", () => {
  test("nothing while the log only grew", async () => {
    const anchors = await headsNow();
    await writeEntries(accountId, 2);
    expect(await verifyChains({ chain: { accountId }, anchors })).toMatchObject({
      brokenChains: 0,
      entries: 8,
    });
  });

  test("a history that was rewritten from an entry on, hashes and head included", async () => {
    const anchors = await headsNow();
    await tamper(db, (sql) => rewriteEntries(sql, accountId, 3, 6));
    expect(await verifyChains({ chain: { accountId } })).toMatchObject({ brokenChains: 0 });
    expectOneBreak(await verifyChains({ chain: { accountId }, anchors }), { sequence: 6, kind: "anchor" });
  });

  test("a tail that was cut off, head included", async () => {
    const anchors = await headsNow();
    await tamper(db, async (sql) => {
      await sql`delete from audit_log where account_id = ${accountId} and sequence > 4`;
      await sql`
        update audit_chains set sequence = 4, hash = (select hash from audit_log where account_id = ${accountId} and sequence = 4)
        where account_id = ${accountId}`;
    });
    expect(await verifyChains({ chain: { accountId } })).toMatchObject({ brokenChains: 0 });
    const found = await verifyChains({ chain: { accountId }, anchors });
    expectOneBreak(found, { sequence: 5, kind: "anchor" });
    expect(found.breaks[0]?.difference).toBe("the chain ends at 4, the anchor has seen 6");
  });

  test("a chain that vanished altogether", async () => {
    const anchors = await headsNow();
    await tamper(db, async (sql) => {
      await sql`delete from audit_log where account_id = ${accountId}`;
      await sql`delete from audit_chains where account_id = ${accountId}`;
    });
    expect((await verifyChains({ chain: { accountId } })).brokenChains).toBe(0);
    const found = await verifyChains({ chain: null, anchors });
    expectOneBreak(found, { sequence: 1, kind: "anchor" });
  });
});

/** An instant after everything that was written: entries of the same millisecond would count as later. */
async function nextMillisecond(): Promise<Date> {
  await setTimeout(2);
  return new Date();
}

describe("verification since an instant", () => {
  test("reads from there on, and trusts what lies before", async () => {
    const since = await nextMillisecond();
    await writeEntries(accountId, 2);
    await tamper(
      db,
      (sql) => sql`update audit_log set actor_id = 'x' where account_id = ${accountId} and sequence = 3`,
    );
    expect(await verifyChains({ chain: { accountId }, since })).toMatchObject({
      entries: 2,
      brokenChains: 0,
    });
    await tamper(
      db,
      (sql) => sql`update audit_log set actor_id = 'x' where account_id = ${accountId} and sequence = 8`,
    );
    expectOneBreak(await verifyChains({ chain: { accountId }, since }), { sequence: 8, kind: "content" });
  });

  test("finds that the entry before is gone", async () => {
    const since = await nextMillisecond();
    await writeEntries(accountId, 1);
    await tamper(db, (sql) => sql`delete from audit_log where account_id = ${accountId} and sequence = 6`);
    expectOneBreak(await verifyChains({ chain: null, since }), { sequence: 6, kind: "missing" });
  });
});

async function headsNow() {
  const [anchor] = await takeAnchors(systemClock, { accountId });
  return anchor?.heads ?? [];
}

/** The chain of this test is broken there; what earlier tests left broken is not its to judge. */
function expectOneBreak(found: Verification, expected: { sequence: number; kind: string }): void {
  const ours = found.breaks.filter((each) => each.accountId === accountId);
  expect(ours).toHaveLength(1);
  expect(ours[0]).toMatchObject({ accountId, ...expected });
}
