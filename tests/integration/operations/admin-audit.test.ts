import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { recordAudit } from "@/lib/accounts";
import { listAuditForAdmin, openAccountVisit } from "@/lib/operations";
import { database } from "@/lib/platform/db";
import { makeContext } from "@/tests/support/context";
import { createTestDatabase, type TestDatabase } from "@/tests/support/database";
import { insertAccount, insertPerson } from "@/tests/support/people";
import { makeEntry, verifyChain } from "../accounts/audit/support/entries";

let db: TestDatabase;
let opened: string;
let closed: string;
let staff: string;
beforeAll(async () => {
  db = await createTestDatabase();
  staff = await insertPerson(db.owner);
  [opened, closed] = await Promise.all([insertAccount(db.owner), insertAccount(db.owner)]);
  for (const accountId of [opened, closed, null]) {
    await recordAudit(database(), makeContext({ ip: "203.0.113.7" }), makeEntry(accountId));
  }
});
afterAll(() => db.drop());

const ctx = () => makeContext({ actor: { kind: "person", personId: staff, sessionId: "s" } });

describe("the audit log of the installation", () => {
  test("shows staff that something happened anywhere, and what only in accounts they opened with a reason", async () => {
    await openAccountVisit(ctx(), opened, { reason: "Asked for help" });
    const { entries } = await listAuditForAdmin(ctx(), { limit: 100 });
    const of = (accountId: string | null) =>
      entries.find((entry) => entry.accountId === accountId && entry.action === "api_key.created");
    expect(of(opened)?.details).toMatchObject({ after: { name: "production" }, ip: "203.0.113.7" });
    expect(of(null)?.details).toMatchObject({ after: { name: "production" } });
    expect(of(closed)).toMatchObject({ label: "API key created", details: null });
    expect(JSON.stringify(of(closed))).not.toMatch(/production|203\.0\.113/);
  });

  test("of one account asks for a reason first, and leaves the look in that account's log", async () => {
    await expect(listAuditForAdmin(ctx(), { accountId: closed })).rejects.toMatchObject({
      code: "REASON_REQUIRED",
    });
    const { entries } = await listAuditForAdmin(ctx(), { accountId: opened });
    expect(entries.every(({ accountId }) => accountId === opened)).toBe(true);
    const [look] = await db.owner`
      select account_id, actor_id from audit_log where action = 'audit_log.viewed_by_admin' order by occurred_at desc, id desc`;
    expect(look).toEqual({ account_id: opened, actor_id: staff });
    expect(await verifyChain(opened)).toMatchObject({ break: null });
  });

  test("is filtered and paged like any other", async () => {
    const first = await listAuditForAdmin(ctx(), { action: "api_key.created", limit: 2 });
    const second = await listAuditForAdmin(ctx(), {
      action: "api_key.created",
      limit: 2,
      startingAfter: first.entries.at(-1)?.id,
    });
    expect([first.hasMore, second.hasMore]).toEqual([true, false]);
    expect(new Set([...first.entries, ...second.entries].map(({ id }) => id)).size).toBe(3);
  });

  test("is for people alone", async () => {
    await expect(listAuditForAdmin(makeContext())).rejects.toMatchObject({ status: 403 });
  });
});
