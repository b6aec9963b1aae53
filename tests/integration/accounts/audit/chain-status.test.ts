import { afterAll, beforeAll, expect, test } from "vitest";
import { getChainStatus } from "@/lib/accounts/audit/chain-status";
import { holdClock } from "@/tests/support/context";
import { createTestDatabase, type TestDatabase } from "@/tests/support/database";
import { insertAccount } from "@/tests/support/people";
import { tamper, writeEntries } from "./support/entries";

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.drop());

const QUARTER_MS = 15 * 60_000;
const forge = (accountId: string, sequence: number) =>
  tamper(
    db,
    (sql) =>
      sql`update audit_log set actor_id = 'x' where account_id = ${accountId} and sequence = ${sequence}`,
  );

test("an account without entries has nothing to verify", async () => {
  expect(await getChainStatus(await insertAccount(db.owner), holdClock())).toEqual({ state: "empty" });
});

test("says how far it was verified, with what was added since, and when", async () => {
  const accountId = await insertAccount(db.owner);
  const clock = holdClock();
  await writeEntries(accountId, 3);
  const first = await getChainStatus(accountId, clock);
  expect(first).toMatchObject({ state: "verified", entries: 3, checkedAt: clock.now().toISOString() });
  clock.advance(60_000);
  expect(await getChainStatus(accountId, clock)).toEqual(first);
  await writeEntries(accountId, 2);
  expect(await getChainStatus(accountId, clock)).toMatchObject({
    entries: 5,
    checkedAt: clock.now().toISOString(),
  });
});

test("finds at once what is wrong with what was added, and after a quarter of an hour whatever was changed before", async () => {
  const accountId = await insertAccount(db.owner);
  const clock = holdClock();
  await writeEntries(accountId, 3);
  await getChainStatus(accountId, clock);
  await forge(accountId, 2);
  clock.advance(QUARTER_MS - 1);
  expect(await getChainStatus(accountId, clock)).toMatchObject({ state: "verified", entries: 3 });
  clock.advance(1);
  expect(await getChainStatus(accountId, clock)).toMatchObject({ state: "broken", sequence: 2 });

  const other = await insertAccount(db.owner);
  await writeEntries(other, 3);
  await getChainStatus(other, clock);
  await writeEntries(other, 1);
  await forge(other, 4);
  expect(await getChainStatus(other, clock)).toMatchObject({ state: "broken", sequence: 4 });
});

test("believes nothing once the chain is shorter than what was verified", async () => {
  const accountId = await insertAccount(db.owner);
  const clock = holdClock();
  await writeEntries(accountId, 3);
  await getChainStatus(accountId, clock);
  await tamper(db, async (sql) => {
    await sql`delete from audit_log where account_id = ${accountId} and sequence = 3`;
    await sql`update audit_chains set sequence = 2 where account_id = ${accountId}`;
  });
  expect(await getChainStatus(accountId, clock)).toMatchObject({ state: "broken" });
});

test("ten readers at once cause one verification", async () => {
  const accountId = await insertAccount(db.owner);
  await writeEntries(accountId, 3);
  const clock = holdClock();
  const found = await Promise.all(Array.from({ length: 10 }, () => getChainStatus(accountId, clock)));
  expect(new Set(found).size).toBe(1);
});
