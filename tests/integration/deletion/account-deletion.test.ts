import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import {
  type BillingPort,
  createApiKey,
  createApiKeyBody,
  requestAccountDeletion,
  scheduleAccountForIdentity,
  undoAccountDeletion,
} from "@/lib/accounts";
import { eraseLateEvents, resumeRenewals, startCheckout, stopRenewals, syncCustomer } from "@/lib/billing";
import { endDeletedAccount, eraseDeleted } from "@/lib/operations";
import type { AccountContext } from "@/lib/platform/context";
import { trackUsage } from "@/lib/usage";
import { type BillingStack, startBillingStack } from "@/tests/integration/billing/support/billing-stack";
import { type HeldClock, holdClock, makeAccountContext, makeContext } from "@/tests/support/context";
import { insertAccount, insertNewMember } from "@/tests/support/people";
import { drainQueue } from "@/tests/webhooks/support/webhook-bench";

vi.mock("@/lib/platform/outbox", async (original) => ({
  ...(await original<object>()),
  nudgeOutbox: () => undefined,
}));

const DAY = 86_400_000;
const billing: BillingPort = { stopRenewals, resumeRenewals };
const buyer = { email: "canary.person@example.com", name: "Canary Person" };
let stack: BillingStack;
let accountId: string;
let personId: string;
let clock: HeldClock;
let owner: AccountContext;

beforeAll(async () => {
  stack = await startBillingStack();
});
afterAll(async () => {
  const violations = stack.stripe.violations();
  await stack.stop();
  expect(violations).toEqual([]);
});
beforeEach(async () => {
  clock = holdClock();
  accountId = await insertAccount(stack.db.owner, "Canary Works");
  personId = await insertNewMember(stack.db.owner, accountId, "owner");
  owner = makeAccountContext({ accountId, personId, role: "owner" }, { clock });
});
afterEach(async () => {
  stack.stripe.local.faults.clear();
  await stack.settleDeliveries();
  await drainQueue();
});

const sql = () => stack.db.owner;
const request = (name = "Canary Works", ctx = owner) => requestAccountDeletion(ctx, { name }, billing);
const undo = (ctx = owner) => undoAccountDeletion(ctx, billing);
const refusal = (promise: Promise<unknown>) =>
  promise.then(
    (value) => {
      throw new Error(`It was accepted: ${JSON.stringify(value)}`);
    },
    (error: { status: number; code: string; details: Record<string, unknown> }) => error,
  );
const deletions = async () => [
  ...(await sql()`select * from deletions where account_id = ${accountId} order by requested_at, id`),
];
async function subscribe(price = "pro_monthly", by = buyer): Promise<string> {
  const { sessionId } = await startCheckout(owner, { price }, by);
  await stack.control(`checkout/${sessionId}/complete`, by);
  await stack.settleDeliveries();
  await drainQueue();
  const [row] = await sql()`select id from subscriptions where account_id = ${accountId}`;
  return String(row?.["id"]);
}
const atProvider = (id: string) => stack.stripe.stripe.subscriptions.retrieve(id);
const customerId = async () => {
  const [row] = await sql()`select id from customers where account_id = ${accountId}`;
  return String(row?.["id"]);
};
/** Both parts, as the job runs them, once the grace period is over. */
async function carryOut(id: string) {
  const ctx = makeContext({ clock: holdClock(new Date(Date.now() + 15 * DAY)) });
  const ended = await endDeletedAccount(ctx, id);
  return ended.done ? await eraseDeleted(ctx, id) : ended;
}

describe("asking for an account's deletion", () => {
  it("stops the renewal at the provider, schedules for two weeks, and leaves an audit row", async () => {
    const subscription = await subscribe();
    const deletion = await request();
    expect(deletion.dueAt.getTime() - deletion.requestedAt.getTime()).toBe(14 * DAY);
    const stopped = await atProvider(subscription);
    expect(stopped.cancel_at ?? stopped.cancel_at_period_end).toBeTruthy();
    expect(stopped.status).toBe("trialing");
    const [mirrored] = await sql()`select cancel_at from subscriptions where id = ${subscription}`;
    expect(mirrored?.["cancel_at"]).not.toBeNull();
    const audited = await sql()`
      select action, after from audit_log where account_id = ${accountId} and action like 'account.%'`;
    expect(audited).toMatchObject([
      { action: "account.deletion_requested", after: { dueAt: expect.any(String) } },
    ]);
    const queued = await sql()`select data from outbox where name = 'accounts/deletion.requested'
      and data ->> 'deletionId' = ${deletion.id}`;
    expect(queued.count).toBe(1);
  });

  it("changes nothing at all while the provider is down", async () => {
    await subscribe();
    await stack.control("faults", { kind: "down", path: "/v1/", count: null });
    expect(await refusal(request())).toMatchObject({ code: "PROVIDER_UNAVAILABLE" });
    expect(await deletions()).toEqual([]);
  });

  it("is safe to repeat when the answer got lost after the provider had acted", async () => {
    const subscription = await subscribe();
    await stack.control("faults", { kind: "down", path: "/v1/customers", count: 3 });
    expect(await refusal(request())).toMatchObject({ code: "PROVIDER_UNAVAILABLE" });
    stack.stripe.local.faults.clear();
    await request();
    await undo();
    expect(await atProvider(subscription)).toMatchObject({ cancel_at: null, cancel_at_period_end: false });
  });

  it.each([
    ["another name typed", () => request("canary works"), "INVALID_REQUEST"],
    ["an admin", () => request("Canary Works", as("admin")), "FORBIDDEN"],
    ["a member", () => request("Canary Works", as("member")), "FORBIDDEN"],
  ])("refuses %s", async (_who, attempt, code) => {
    expect(await refusal(attempt())).toMatchObject({ code });
    expect(await deletions()).toEqual([]);
  });

  it("refuses a personal account, which goes with its person", async () => {
    await sql()`update accounts set kind = 'personal', personal_person_id = ${personId} where id = ${accountId}`;
    expect(await refusal(request())).toMatchObject({ code: "PERSONAL_ACCOUNT" });
  });

  it("gives two owners who ask at once one deletion", async () => {
    await subscribe();
    const second = await insertNewMember(sql(), accountId, "owner");
    const other = makeAccountContext({ accountId, personId: second, role: "owner" }, { clock });
    const outcomes = await Promise.allSettled([request(), request("Canary Works", other), request()]);
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await deletions()).toHaveLength(1);
  });

  it("lets nobody buy anything until it is undone, and expires what could still be paid", async () => {
    const { sessionId } = await startCheckout(owner, { price: "pro_monthly" }, buyer);
    await request();
    expect((await stack.stripe.stripe.checkout.sessions.retrieve(sessionId)).status).toBe("expired");
    expect(await refusal(startCheckout(owner, { price: "pro_monthly" }, buyer))).toMatchObject({
      code: "ACCOUNT_CLOSING",
    });
    await undo();
    expect((await startCheckout(owner, { price: "pro_monthly" }, buyer)).url).toContain("http");
  });
});

const as = (role: "admin" | "member") => makeAccountContext({ accountId, personId, role }, { clock });

describe("undoing", () => {
  it("renews what was stopped, and leaves alone what its owner had cancelled before", async () => {
    const subscription = await subscribe();
    const before = await atProvider(subscription);
    await request();
    await undo();
    expect(await atProvider(subscription)).toMatchObject({
      cancel_at: null,
      cancel_at_period_end: false,
      items: { data: [{ current_period_end: before.items.data[0]?.current_period_end }] },
    });
    await stack.stripe.stripe.subscriptions.update(subscription, { cancel_at_period_end: true });
    const cancelled = await atProvider(subscription);
    await request();
    await undo();
    const kept = await atProvider(subscription);
    expect([kept.cancel_at, kept.cancel_at_period_end]).toEqual([
      cancelled.cancel_at,
      cancelled.cancel_at_period_end,
    ]);
    expect((await deletions()).map(({ state }) => state)).toEqual(["undone", "undone"]);
  });

  it("refuses when nothing is scheduled, and once erasing has begun", async () => {
    expect(await refusal(undo())).toMatchObject({ code: "CONFLICT", details: { reason: "not_scheduled" } });
    const { id } = await request();
    await endDeletedAccount(makeContext({ clock: holdClock(new Date(Date.now() + 15 * DAY)) }), id);
    expect(await refusal(undo())).toMatchObject({ code: "CONFLICT", details: { reason: "erasing" } });
  });

  it("does it once when two owners click at once", async () => {
    const { id } = await request();
    await Promise.all(
      [undo(), undo()].map((each) => each.catch((error) => expect(error.code).toBe("CONFLICT"))),
    );
    const audited = await sql()`
      select from audit_log where account_id = ${accountId} and action = 'account.deletion_undone'`;
    expect([audited.count, (await deletions()).find((row) => row["id"] === id)?.["state"]]).toEqual([
      1,
      "undone",
    ]);
  });
});

/** Every column of the database that holds a text somewhere, whatever the table: a new table is looked at too. */
async function findTexts(needle: string): Promise<string[]> {
  const columns = await sql()`
    select c.table_name, c.column_name from information_schema.columns c
    join information_schema.tables t using (table_schema, table_name)
    where c.table_schema = 'public' and t.table_type = 'BASE TABLE'
      and c.data_type in ('text', 'jsonb', 'json', 'ARRAY', 'character varying')`;
  const found: string[] = [];
  for (const { table_name, column_name } of columns) {
    const [table, column] = [sql()(String(table_name)), sql()(String(column_name))];
    const hits =
      await sql()`select 1 from ${table} where lower(${column}::text) like ${`%${needle}%`} limit 1`;
    if (hits.count > 0) found.push(`${table_name}.${column_name}`);
  }
  return found;
}

describe("carrying it out", () => {
  it("waits until it is due, and does nothing once it was undone", async () => {
    const { id } = await request();
    expect(await endDeletedAccount(makeContext(), id)).toMatchObject({ done: false });
    await undo();
    expect(await carryOut(id)).toEqual({ done: false, reason: "already undone" });
    const [account] = await sql()`select name, deleted_at from accounts where id = ${accountId}`;
    expect(account).toEqual({ name: "Canary Works", deleted_at: null });
  });

  it("erases nothing while the provider cannot be told, and everything at the next attempt", async () => {
    const subscription = await subscribe();
    const { id } = await request();
    await stack.control("faults", { kind: "down", path: "/v1/customers", count: null });
    await expect(carryOut(id)).rejects.toMatchObject({ code: "PROVIDER_UNAVAILABLE" });
    const [account] = await sql()`select name, deleted_at from accounts where id = ${accountId}`;
    expect(account).toEqual({ name: "Canary Works", deleted_at: null });
    stack.stripe.local.faults.clear();
    // The circuit that the outage opened closes again after its pause.
    await vi.waitFor(() => carryOut(id), { timeout: 90_000, interval: 500 });
    expect(await atProvider(subscription)).toMatchObject({ status: "canceled" });
    expect((await deletions()).map(({ state }) => state)).toEqual(["erased"]);
  });

  it("ends access, erases who they were, and keeps amounts, counts and the audit log", async () => {
    await sql()`update accounts set name = 'Zebedee Works' where id = ${accountId}`;
    await subscribe("pro_monthly", { email: "zebedee@example.com", name: "Zebedee Person" });
    await createApiKey(owner, createApiKeyBody.parse({ name: "CI" }));
    await trackUsage(owner, { feature: "ats_scans", quantity: 1, properties: { who: "Zebedee" } });
    await sql()`
      insert into invitations (account_id, email, role, token_hash, invited_by, created_at, sent_at, expires_at)
      values (${accountId}, 'zebedee.junior@example.com', 'viewer', sha256('zebedee'), ${personId}, now(), now(),
        now() + interval '7 days')`;
    expect((await findTexts("zebedee")).length).toBeGreaterThan(4);
    const readInvoices = () =>
      sql()`select id, total_cents, number, paid_at from invoices where account_id = ${accountId} order by id`;
    const invoices = await readInvoices();
    const { id } = await request("Zebedee Works");
    expect(await carryOut(id)).toMatchObject({ done: true });
    await stack.settleDeliveries();
    await drainQueue();
    await eraseLateEvents();

    expect(await findTexts("zebedee")).toEqual([]);
    expect(await readInvoices()).toEqual(invoices);
    const [counted] = await sql()`
      select used from usage_counters where account_id = ${accountId} and feature = 'ats_scans'`;
    expect(counted?.["used"]).toBe("1");
    const living = await sql()`
      select account_id from members where account_id = ${accountId}
      union all select account_id from api_keys where account_id = ${accountId} and revoked_at is null
      union all select account_id from payment_methods where account_id = ${accountId}`;
    expect(living.count).toBe(0);
    const [audited] = await sql()`select count(*)::int from audit_log where account_id = ${accountId}`;
    expect(audited?.["count"]).toBeGreaterThanOrEqual(5);
    expect((await stack.stripe.stripe.customers.retrieve(await customerId())).deleted).toBe(true);
  });

  it("does not let a later event of the provider bring anything back", async () => {
    await subscribe();
    const { id } = await request();
    await carryOut(id);
    const customer = await customerId();
    expect(await syncCustomer(makeContext(), customer, { whole: true })).toMatchObject({
      outcome: "unknown",
    });
    const [row] = await sql()`select email, name, address from customers where id = ${customer}`;
    expect(row).toEqual({ email: null, name: null, address: null });
  });

  it("follows the identity provider: nothing renews at once, erased after the grace period", async () => {
    const subscription = await subscribe();
    await sql()`update accounts set deleted_at = now(), identity_deleted_at = now() where id = ${accountId}`;
    const ctx = { ...makeContext(), account: { id: accountId }, permissions: new Set<string>() };
    await stack.control("faults", { kind: "down", path: "/v1/subscriptions", count: 3 });
    await expect(scheduleAccountForIdentity(ctx, billing)).rejects.toMatchObject({
      code: "PROVIDER_UNAVAILABLE",
    });
    expect(await deletions()).toEqual([]);
    stack.stripe.local.faults.clear();
    const { deletionId } = await vi.waitFor(() => scheduleAccountForIdentity(ctx, billing), {
      timeout: 90_000,
      interval: 500,
    });
    expect((await atProvider(subscription)).cancel_at).not.toBeNull();
    expect(await carryOut(String(deletionId))).toMatchObject({ done: true });
    expect(await atProvider(subscription)).toMatchObject({ status: "canceled" });
    const [account] = await sql()`select name from accounts where id = ${accountId}`;
    expect(account?.["name"]).toBe("Deleted account");
  });

  it("can be done again from any point, with one effect", async () => {
    await subscribe();
    const { id } = await request();
    await carryOut(id);
    expect(await carryOut(id)).toEqual({ done: false, reason: "already erased" });
    await sql()`update deletions set state = 'erasing', erased_at = null where id = ${id}`;
    expect(await carryOut(id)).toMatchObject({ done: true });
    const erased =
      await sql()`select from audit_log where account_id = ${accountId} and action = 'account.erased'`;
    expect(erased.count).toBe(1);
  });
});
