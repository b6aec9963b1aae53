import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { recordAudit } from "@/lib/accounts/audit/record-audit";
import { database } from "@/lib/platform/db";
import { makeContext } from "@/tests/support/context";
import { createTestDatabase, type TestDatabase } from "@/tests/support/database";
import { insertAccount } from "@/tests/support/people";

const APPEND_ONLY = "23001";
let db: TestDatabase;
let accountId: string;
beforeAll(async () => {
  db = await createTestDatabase();
  accountId = await insertAccount(db.owner);
  await recordAudit(database(), makeContext(), {
    accountId,
    action: "account.created",
    targetKind: "account",
    targetId: accountId,
  });
});
afterAll(() => db.drop());

const changes = [
  "update audit_log set action = 'account.updated'",
  "delete from audit_log",
  "truncate audit_log",
  "truncate audit_log cascade",
];

describe("the audit log", () => {
  test.each(changes)("refuses the superuser, its owner and the application: %s", async (statement) => {
    for (const [who, url] of [
      ["superuser", db.superuserUrl],
      ["owner", db.ownerUrl],
      ["application", db.url],
    ] as const) {
      const sql = postgres(url, { max: 1, onnotice: () => undefined });
      const error = await sql.unsafe(statement).catch((thrown: unknown) => thrown);
      await sql.end();
      // The application may lack the right as well, which is one more lock on the same door.
      const wanted = who === "application" ? expect.stringMatching(/^(23001|42501)$/) : APPEND_ONLY;
      expect(error, who).toMatchObject({ code: wanted });
    }
    expect(await database()`select action from audit_log`).toMatchObject([{ action: "account.created" }]);
  });

  test.each(changes)("refuses service_role itself: %s", async (statement) => {
    const error = await db.owner
      .begin(async (tx) => {
        await tx.unsafe("set local role service_role");
        await tx.unsafe(statement);
      })
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: expect.stringMatching(/^(23001|42501)$/) });
  });

  test("refuses even a change of no consequence, and a delete through a foreign key", async () => {
    await expect(db.owner`update audit_log set action = action`).rejects.toMatchObject({ code: APPEND_ONLY });
    await expect(db.owner`delete from accounts where id = ${accountId}`).rejects.toThrow(/foreign key/);
  });

  test("takes new rows from the application", async () => {
    const ctx = makeContext({
      actor: { kind: "webhook", provider: "stripe", eventId: "evt_1" },
      ip: "203.0.113.7",
    });
    await recordAudit(database(), ctx, {
      accountId,
      action: "plan.changed",
      targetKind: "plan",
      targetId: "pro",
      before: { tier: "free" },
      after: { tier: "pro", priceKey: "pro_month" },
    });
    const [row] = await db.owner`select * from audit_log where action = 'plan.changed'`;
    expect(row).toMatchObject({
      account_id: accountId,
      actor_kind: "webhook",
      actor_id: "stripe:evt_1",
      before: { tier: "free" },
      after: { tier: "pro", priceKey: "pro_month" },
      request_id: ctx.requestId,
      ip: "203.0.113.7",
      occurred_at: ctx.clock.now(),
    });
  });

  test("keeps a row with the change it records or not at all", async () => {
    const failed = database().begin(async (tx) => {
      await recordAudit(tx, makeContext(), {
        accountId,
        action: "checkout.started",
        targetKind: "account",
        targetId: accountId,
      });
      throw new Error("refused");
    });
    await expect(failed).rejects.toThrow("refused");
    expect(await db.owner`select 1 from audit_log where action = 'checkout.started'`).toHaveLength(0);
  });

  test("refuses an action that is not <noun>.<past verb>, and an actor of no known kind", async () => {
    await expect(
      recordAudit(database(), makeContext(), {
        accountId,
        action: "Renamed" as never,
        targetKind: "account",
        targetId: "x",
      }),
    ).rejects.toThrow(/audit_log_action_check/);
    await expect(
      db.owner`insert into audit_log (actor_kind, actor_id, action, target_kind, target_id) values ('robot', '1', 'a.b', 'x', 'x')`,
    ).rejects.toThrow(/audit_log_actor_kind_check/);
  });
});
