import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { handleProviderEvent, requeueStalledEvents, syncCustomer } from "@/lib/billing";
import { newId } from "@/lib/platform/ids";
import { makeContext } from "@/tests/support/context";
import { insertAccount } from "@/tests/support/people";
import { recorded, recordedEvent, recordedItem, recordedList } from "./support/recorded";
import {
  deliver,
  drainQueue,
  insertCustomerAccount,
  readMirror,
  startWebhookBench,
  type WebhookBench,
} from "./support/webhook-bench";

// No queue listens: the tests drain the outbox themselves.
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
});
afterEach(() => {
  bench.provider.fault = null;
  bench.provider.beforeAnswer = () => undefined;
  bench.provider.requests.length = 0;
});

const eventOf = (id: string) => bench.db.owner`select * from provider_events where id = ${id}`;
const plan = async () => (await readMirror(accountId))["account_plans"]?.[0];

/** The customer as it is after a first purchase of Pro. */
function subscribe(overrides: Parameters<typeof recorded.subscription>[0] = {}) {
  const { world } = bench.provider;
  world.customers.set(customer, recorded.customer({ id: customer }));
  const method = recorded.paymentMethod({ id: `pm_${customer}`, customer });
  world.paymentMethods.set(method.id, method);
  const subscription = recorded.subscription({ id: `sub_${customer}`, customer, ...overrides });
  world.subscriptions.set(subscription.id, subscription);
  const invoice = recorded.invoice({ id: `in_${customer}`, customer });
  world.invoices.set(invoice.id, invoice);
  return { subscription, invoice, method };
}

describe("an event of a customer", () => {
  it("brings plan, subscription, invoice and card by itself, without any return page", async () => {
    const { subscription, invoice } = subscribe();
    await deliver(recordedEvent(`evt_${customer}`, "customer.subscription.created", subscription));
    const others = await drainQueue();
    const mirror = await readMirror(accountId);
    expect(mirror["subscriptions"]).toMatchObject([
      {
        id: subscription.id,
        status: "active",
        isPrimary: true,
        priceKey: "pro_monthly",
        tierKey: "pro",
        catalogVersion: 1,
        unitAmountCents: 1490,
        currentPeriodStart: new Date("2027-01-01T00:00:00Z"),
        currentPeriodEnd: new Date("2027-02-01T00:00:00Z"),
      },
    ]);
    expect(mirror["invoices"]).toMatchObject([
      {
        id: invoice.id,
        status: "paid",
        taxCents: 298,
        totalCents: 1788,
        periodEnd: new Date("2027-02-01T00:00:00Z"),
      },
    ]);
    expect(mirror["invoice_lines"]).toMatchObject([
      { priceKey: "pro_monthly", amountCents: 1490, isProration: false },
    ]);
    expect(mirror["payment_methods"]).toMatchObject([{ brand: "visa", last4: "4242" }]);
    expect(mirror["account_plans"]).toMatchObject([
      {
        tierKey: "pro",
        source: "subscription",
        sourceId: subscription.id,
        anchorAt: new Date("2027-01-01T00:00:00Z"),
      },
    ]);
    expect(others.map((event) => event.name).sort()).toEqual([
      "billing/invoice.paid",
      "billing/invoice.updated",
      "billing/plan.changed",
      "billing/subscription.updated",
    ]);
    expect(await eventOf(`evt_${customer}`)).toMatchObject([
      { status: "handled", account_id: accountId, attempts: 1, handled_at: expect.any(Date) },
    ]);
  });

  it("has one effect when it is delivered and handled twenty times at once", async () => {
    const { subscription } = subscribe();
    const event = recordedEvent(`evt_${customer}`, "customer.subscription.created", subscription);
    await Promise.all(Array.from({ length: 20 }, () => deliver(event)));
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, () => handleProviderEvent(makeContext(), `evt_${customer}`)),
    );
    expect(outcomes.every((outcome) => outcome.status === "handled")).toBe(true);
    const others = await drainQueue();
    expect(others.filter((each) => each.name === "billing/plan.changed")).toHaveLength(1);
    expect(others.filter((each) => each.name === "billing/invoice.paid")).toHaveLength(1);
    const mirror = await readMirror(accountId);
    expect(mirror["subscriptions"]).toHaveLength(1);
    expect(mirror["invoices"]).toHaveLength(1);
    expect(await eventOf(`evt_${customer}`)).toMatchObject([
      { status: "handled", attempts: 1, deliveries: 20 },
    ]);
  });

  it("changes nothing and tells nobody when what it says was synced before", async () => {
    const { subscription } = subscribe();
    await syncCustomer(makeContext(), customer);
    await drainQueue();
    const before = await readMirror(accountId);
    await deliver(recordedEvent(`evt_${customer}`, "customer.subscription.created", subscription));
    expect(await drainQueue()).toEqual([]);
    expect(await readMirror(accountId)).toEqual(before);
    expect(await eventOf(`evt_${customer}`)).toMatchObject([
      { status: "handled", reason: "nothing had changed" },
    ]);
  });

  it("is covered without another read by a sync that began after it was received", async () => {
    const { subscription } = subscribe();
    await deliver(recordedEvent(`evt_${customer}`, "customer.subscription.updated", subscription));
    await syncCustomer(makeContext(), customer);
    const reads = bench.provider.requests.length;
    await handleProviderEvent(makeContext(), `evt_${customer}`);
    expect(bench.provider.requests).toHaveLength(reads);
    expect(await eventOf(`evt_${customer}`)).toMatchObject([
      { status: "handled", reason: expect.stringContaining("covered by the sync") },
    ]);
  });

  it("is only a hint: what is written is what the provider says now", async () => {
    const { subscription } = subscribe({ status: "past_due" });
    await deliver(
      recordedEvent(`evt_${customer}`, "customer.subscription.updated", {
        ...subscription,
        status: "active",
      }),
    );
    await drainQueue();
    expect(await plan()).toMatchObject({ status: "past_due", tierKey: "pro" });
  });
});

describe("while the provider is down", () => {
  it.each([
    ["answers 500", 500],
    ["cuts the connection", "cut"],
  ] as const)(
    "it %s: the event waits with the cause, and is handled when it is up again",
    async (_name, fault) => {
      const { subscription } = subscribe();
      await deliver(recordedEvent(`evt_${customer}`, "customer.subscription.created", subscription));
      bench.provider.fault = fault;
      await expect(handleProviderEvent(makeContext(), `evt_${customer}`)).rejects.toThrow();
      expect(await eventOf(`evt_${customer}`)).toMatchObject([
        { status: "pending", attempts: 1, last_error: expect.any(String), handled_at: null },
      ]);
      expect(await readMirror(accountId)).toMatchObject({ subscriptions: [], account_plans: [] });
      bench.provider.fault = null;
      await handleProviderEvent(makeContext(), `evt_${customer}`);
      expect(await eventOf(`evt_${customer}`)).toMatchObject([
        { status: "handled", attempts: 2, last_error: null },
      ]);
      expect(await plan()).toMatchObject({ tierKey: "pro" });
    },
  );
});

describe("two reads of one customer", () => {
  it("never let the older one overwrite the newer", async () => {
    const { subscription } = subscribe();
    // The first reader stands still in the middle of its reads while the provider's state moves on.
    let release = (): void => undefined;
    const stopped = new Promise<void>((resolve) => {
      release = resolve;
    });
    let reached = (): void => undefined;
    const inside = new Promise<void>((resolve) => {
      reached = resolve;
    });
    let first = true;
    bench.provider.beforeAnswer = async (request) => {
      if (!first || request !== "GET /v1/invoices") return;
      first = false;
      reached();
      await stopped;
    };
    const slow = syncCustomer(makeContext(), customer);
    await inside;
    bench.provider.world.subscriptions.set(subscription.id, {
      ...subscription,
      items: recordedList([recordedItem("price_premium")]),
    });
    const fast = syncCustomer(makeContext(), customer);
    release();
    await Promise.all([slow, fast]);
    expect(await plan()).toMatchObject({ tierKey: "premium" });
  });

  it("write nothing for a reader whose lease was taken over", async () => {
    subscribe();
    bench.provider.beforeAnswer = async (request) => {
      if (request !== "GET /v1/invoices") return;
      await bench.db.owner`update provider_leases set holder = ${newId()} where name = ${`sync:${customer}`}`;
    };
    await expect(syncCustomer(makeContext(), customer)).rejects.toMatchObject({
      code: "CONFLICT",
      details: { reason: "lease_lost" },
    });
    expect(await readMirror(accountId)).toMatchObject({ subscriptions: [], invoices: [] });
    await bench.db.owner`delete from provider_leases where name = ${`sync:${customer}`}`;
  });
});

describe("what the provider takes away", () => {
  it("is taken away here: a detached card, a deleted draft, a removed line", async () => {
    const { invoice, method } = subscribe();
    const { world } = bench.provider;
    const draft = recorded.invoice({ id: `in_draft_${customer}`, customer, status: "draft" });
    world.invoices.set(draft.id, draft);
    await syncCustomer(makeContext(), customer);
    world.paymentMethods.delete(method.id);
    world.invoices.delete(draft.id);
    world.invoices.set(invoice.id, { ...invoice, lines: { ...invoice.lines, data: [] } });
    await syncCustomer(makeContext(), customer);
    const mirror = await readMirror(accountId);
    expect(mirror["payment_methods"]).toEqual([]);
    expect(mirror["invoices"]).toMatchObject([{ id: invoice.id }]);
    expect(mirror["invoice_lines"]).toEqual([]);
  });

  it("ends the plan and keeps the invoices when the customer is deleted, and forgets who it was", async () => {
    const { subscription, invoice } = subscribe();
    await syncCustomer(makeContext(), customer);
    const { world } = bench.provider;
    world.customers.set(customer, { id: customer, object: "customer", deleted: true });
    world.subscriptions.set(subscription.id, {
      ...subscription,
      status: "canceled",
      ended_at: 1_798_800_000,
    });
    await deliver(recordedEvent(`evt_${customer}`, "customer.deleted", recorded.customer({ id: customer })));
    await drainQueue();
    const mirror = await readMirror(accountId);
    expect(mirror["customers"]).toMatchObject([
      { deletedAt: expect.any(Date), email: null, name: null, address: null },
    ]);
    expect(mirror["subscriptions"]).toMatchObject([
      { status: "canceled", endedAt: new Date(1_798_800_000_000) },
    ]);
    expect(mirror["payment_methods"]).toEqual([]);
    expect(mirror["invoices"]).toMatchObject([{ id: invoice.id, status: "paid" }]);
    expect(mirror["account_plans"]).toMatchObject([{ tierKey: "free", source: "free" }]);
    expect(await syncCustomer(makeContext(), customer)).toMatchObject({ outcome: "synced", changed: 0 });
  });
});

describe("whose customer it is", () => {
  it("ignores an event of a customer that belongs to none of our accounts, with the reason", async () => {
    const stranger = recorded.customer({ id: `cus_stranger${customer.slice(-8)}` });
    bench.provider.world.customers.set(stranger.id, stranger);
    await deliver(recordedEvent(`evt_${customer}`, "customer.updated", stranger));
    await drainQueue();
    expect(await eventOf(`evt_${customer}`)).toMatchObject([
      { status: "ignored", reason: `customer ${stranger.id} belongs to none of our accounts` },
    ]);
  });

  it("takes in a customer that names its account, whose row a crash kept from being stored", async () => {
    const orphan = await insertAccount(bench.db.owner);
    const made = recorded.customer({ id: `cus_made${customer.slice(-8)}`, metadata: { account_id: orphan } });
    bench.provider.world.customers.set(made.id, made);
    await deliver(recordedEvent(`evt_${customer}`, "customer.created", made));
    await drainQueue();
    expect(await readMirror(orphan)).toMatchObject({ customers: [{ id: made.id, accountId: orphan }] });
  });

  it("leaves out a second customer that names an account which has one", async () => {
    const made = recorded.customer({
      id: `cus_second${customer.slice(-8)}`,
      metadata: { account_id: accountId },
    });
    bench.provider.world.customers.set(made.id, made);
    await deliver(recordedEvent(`evt_${customer}`, "customer.created", made));
    await drainQueue();
    expect(await readMirror(accountId)).toMatchObject({ customers: [{ id: customer }] });
    expect(await eventOf(`evt_${customer}`)).toMatchObject([{ status: "ignored" }]);
  });

  it("ignores an event that names no customer at all", async () => {
    await deliver(
      recordedEvent(`evt_${customer}`, "payment_intent.succeeded", {
        object: "payment_intent",
        id: "pi_1",
        customer: null,
      }),
    );
    await drainQueue();
    expect(await eventOf(`evt_${customer}`)).toMatchObject([
      { status: "ignored", reason: "names no customer" },
    ]);
  });
});

describe("an event whose run was lost", () => {
  it("is queued again after ten minutes, and not before", async () => {
    const { subscription } = subscribe();
    await deliver(recordedEvent(`evt_${customer}`, "customer.subscription.created", subscription));
    const { owner } = bench.db;
    await owner`delete from outbox`;
    expect(await requeueStalledEvents()).toEqual({ requeued: 0 });
    await owner`update provider_events set received_at = now() - interval '11 minutes' where id = ${`evt_${customer}`}`;
    expect(await requeueStalledEvents()).toEqual({ requeued: 1 });
    await drainQueue();
    expect(await eventOf(`evt_${customer}`)).toMatchObject([{ status: "handled" }]);
  });
});
