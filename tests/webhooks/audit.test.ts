import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { syncCustomer } from "@/lib/billing";
import { newId } from "@/lib/platform/ids";
import { verifyChain } from "@/tests/integration/accounts/audit/support/entries";
import { makeContext } from "@/tests/support/context";
import { insertAccount } from "@/tests/support/people";
import { recorded, recordedItem, recordedList } from "./support/recorded";
import { insertCustomerAccount, startWebhookBench, type WebhookBench } from "./support/webhook-bench";

// No queue listens here.
vi.mock("@/lib/platform/outbox", async (original) => ({
  ...(await original<object>()),
  nudgeOutbox: () => undefined,
}));

let bench: WebhookBench;
let customer: string;
let accountId: string;
beforeAll(async () => {
  bench = await startWebhookBench();
});
afterAll(() => bench.stop());
beforeEach(async () => {
  customer = `cus_${newId().replaceAll("-", "")}`;
  accountId = await insertCustomerAccount(bench.db, customer);
  bench.provider.world.customers.set(customer, recorded.customer({ id: customer }));
});
afterEach(() => {
  bench.provider.fault = null;
});

const stripe = { kind: "webhook", provider: "stripe", eventId: "evt_1" } as const;
const sync = () => syncCustomer(makeContext({ actor: stripe }), customer);

interface Row {
  readonly action: string;
  readonly actor_id: string;
  readonly target_id: string;
  readonly before: Record<string, unknown> | null;
  readonly after: Record<string, unknown> | null;
}
const rows = (account = accountId) =>
  bench.db.owner<Row[]>`
    select action, actor_id, target_id, before, after from audit_log where account_id = ${account} order by sequence`;
/** What a sync adds to the log, by action. */
async function newRows(change: () => Promise<unknown>): Promise<Record<string, Row>> {
  const before = (await rows()).length;
  await change();
  return Object.fromEntries((await rows()).slice(before).map((row) => [row.action, row]));
}

function subscribe() {
  const { world } = bench.provider;
  const method = recorded.paymentMethod({ id: `pm_${customer}`, customer });
  world.paymentMethods.set(method.id, method);
  const subscription = recorded.subscription({ id: `sub_${customer}`, customer });
  world.subscriptions.set(subscription.id, subscription);
  const invoice = recorded.invoice({ id: `in_${customer}`, customer });
  world.invoices.set(invoice.id, invoice);
  return { subscription, invoice, method };
}

describe("a sync of a customer leaves in the audit log", () => {
  it("an entry for each thing that is new, in the name of the webhook", async () => {
    const { subscription, invoice } = subscribe();
    const added = await newRows(sync);
    expect(Object.keys(added).sort()).toEqual([
      "customer.updated",
      "invoice.paid",
      "payment_method.added",
      "plan.changed",
      "subscription.started",
    ]);
    for (const row of Object.values(added)) expect(row.actor_id).toBe("stripe:evt_1");
    expect(added["subscription.started"]).toMatchObject({
      target_id: subscription.id,
      before: null,
      after: { status: "active", price: "pro_monthly", unitAmount: { amountCents: 1490, currency: "usd" } },
    });
    expect(added["invoice.paid"]).toMatchObject({
      target_id: invoice.id,
      after: { status: "paid", paid: { amountCents: 1788, currency: "usd" } },
    });
    expect(added["plan.changed"]).toMatchObject({
      before: { plan: "free", price: "free" },
      after: { plan: "pro", price: "pro_monthly", status: "active" },
    });
    expect(await verifyChain(accountId)).toMatchObject({ break: null });
  });

  it("nothing when nothing has changed", async () => {
    subscribe();
    await sync();
    expect(await newRows(sync)).toEqual({});
  });

  it("the plan's change with the fields that differ and no other", async () => {
    const { subscription } = subscribe();
    await sync();
    bench.provider.world.subscriptions.set(subscription.id, {
      ...subscription,
      items: recordedList([recordedItem("price_premium")]),
    });
    const added = await newRows(sync);
    expect(Object.keys(added).sort()).toEqual(["plan.changed", "subscription.updated"]);
    expect(added["plan.changed"]).toMatchObject({
      before: { plan: "pro", price: "pro_monthly" },
      after: { plan: "premium", price: "premium_monthly" },
    });
    expect(Object.keys(added["plan.changed"]?.after ?? {}).sort()).toEqual(["plan", "price"]);
    expect(Object.keys(added["subscription.updated"]?.before ?? {})).toContain("price");
    expect(Object.keys(added["subscription.updated"]?.before ?? {})).not.toContain("status");
  });

  it("what a subscription went through: a cancellation, its undoing, its end", async () => {
    const { subscription } = subscribe();
    await sync();
    const { world } = bench.provider;
    const cancelAt = subscription.items.data[0]?.current_period_end ?? 0;
    world.subscriptions.set(subscription.id, { ...subscription, cancel_at: cancelAt });
    const scheduled = await newRows(sync);
    expect(scheduled["subscription.cancellation_scheduled"]).toMatchObject({
      before: { cancelAt: null },
      after: { cancelAt: new Date(cancelAt * 1000).toISOString() },
    });
    world.subscriptions.set(subscription.id, subscription);
    expect(Object.keys(await newRows(sync))).toContain("subscription.cancellation_undone");
    world.subscriptions.set(subscription.id, { ...subscription, status: "canceled", ended_at: cancelAt });
    const ended = await newRows(sync);
    expect(ended["subscription.ended"]).toMatchObject({ before: { status: "active" } });
    expect(ended["plan.changed"]).toMatchObject({
      before: { plan: "pro" },
      after: { plan: "free", price: "free" },
    });
  });

  it("what an invoice went through: issued, failed, paid", async () => {
    const { invoice } = subscribe();
    const { world } = bench.provider;
    const open = {
      ...invoice,
      status: "open" as const,
      amount_paid: 0,
      amount_remaining: 1788,
      attempt_count: 0,
    };
    world.invoices.set(invoice.id, open);
    expect(Object.keys(await newRows(sync))).toContain("invoice.issued");
    world.invoices.set(invoice.id, { ...open, attempt_count: 1 });
    expect(await newRows(sync)).toMatchObject({
      "invoice.payment_failed": { before: { attempts: 0 }, after: { attempts: 1 } },
    });
    world.invoices.set(invoice.id, { ...invoice, attempt_count: 2 });
    expect(await newRows(sync)).toMatchObject({
      "invoice.paid": { before: { status: "open", attempts: 1 }, after: { status: "paid", attempts: 2 } },
    });
  });

  it("that contact details changed, and never what they say", async () => {
    await sync();
    bench.provider.world.customers.set(
      customer,
      recorded.customer({ id: customer, email: "new.person@larkfield.example", name: "Nadia New" }),
    );
    const added = await newRows(sync);
    expect(added["customer.updated"]).toMatchObject({
      before: { email: "[hidden]", contactName: "[hidden]" },
      after: { email: "[hidden]", contactName: "[hidden]" },
    });
    expect(JSON.stringify(await rows())).not.toMatch(/@|Nadia|4242/);
  });

  it("a payment method that was taken away, and a customer that was deleted", async () => {
    const { method } = subscribe();
    await sync();
    bench.provider.world.paymentMethods.delete(method.id);
    expect(await newRows(sync)).toMatchObject({
      "payment_method.removed": { target_id: method.id, after: null },
    });
    bench.provider.world.customers.set(customer, {
      id: customer,
      object: "customer",
      deleted: true,
    } as never);
    expect(await newRows(sync)).toMatchObject({
      "customer.deleted": { before: { isDeleted: false }, after: { isDeleted: true } },
    });
  });

  it("a customer that the provider knew before we did", async () => {
    const adopted = await insertAccount(bench.db.owner);
    const id = `cus_${newId().replaceAll("-", "")}`;
    bench.provider.world.customers.set(id, recorded.customer({ id, metadata: { account_id: adopted } }));
    await syncCustomer(makeContext({ actor: stripe }), id);
    const [first] = await rows(adopted);
    expect(first).toMatchObject({ action: "customer.created", target_id: id });
  });

  it("nothing of a sync that did not come to its end", async () => {
    subscribe();
    const before = (await rows()).length;
    await bench.db.owner`alter table account_plans add constraint no_plans check (false) not valid`;
    try {
      await expect(sync()).rejects.toThrow(/no_plans/);
    } finally {
      await bench.db.owner`alter table account_plans drop constraint no_plans`;
    }
    expect(await rows()).toHaveLength(before);
    await sync();
    expect(await verifyChain(accountId)).toMatchObject({ break: null });
  });
});
