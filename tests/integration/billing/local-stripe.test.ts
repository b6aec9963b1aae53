import type Stripe from "stripe";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import {
  confirmCheckout,
  findSubscription,
  getOverview,
  openPortal,
  startCheckout,
  syncCustomer,
} from "@/lib/billing";
import type { AccountContext } from "@/lib/platform/context";
import { makeAccountContext, makeContext } from "@/tests/support/context";
import { insertAccount, insertNewMember } from "@/tests/support/people";
import { drainQueue, readMirror } from "@/tests/webhooks/support/webhook-bench";
import { type BillingStack, startBillingStack } from "./support/billing-stack";

// No queue listens: the tests drain the outbox themselves.
vi.mock("@/lib/platform/outbox", async (original) => ({
  ...(await original<object>()),
  nudgeOutbox: () => undefined,
}));

let stack: BillingStack;
let accountId: string;
let owner: AccountContext;
const buyer = { email: "ada@example.com", name: "Ada Larkfield" };

beforeAll(async () => {
  stack = await startBillingStack();
});
afterAll(async () => {
  const violations = stack.stripe.violations();
  await stack.stop();
  // Every call we made and every event we were sent fits the contract of the installed Stripe package.
  expect(violations).toEqual([]);
});
beforeEach(async () => {
  accountId = await insertAccount(stack.db.owner);
  const personId = await insertNewMember(stack.db.owner, accountId, "owner");
  owner = makeAccountContext({ accountId, personId, role: "owner" });
});
afterEach(async () => {
  stack.stripe.local.faults.clear();
  await stack.control("webhooks/release");
  await stack.settleDeliveries();
  await drainQueue();
});

const start = (price: string, rest: object = {}) => startCheckout(owner, { price, ...rest }, buyer);
const pay = (sessionId: string, body: object = {}) => stack.control(`checkout/${sessionId}/complete`, body);
const hold = () => stack.control("webhooks/hold");
/** Every event arrives and is handled. */
async function release(options: object = {}) {
  await stack.control("webhooks/release", options);
  await stack.settleDeliveries();
  return await drainQueue();
}
const customerOf = async () => {
  const [row] = await stack.db
    .owner`select id from customers where account_id = ${accountId} and deleted_at is null`;
  return String(row?.["id"]);
};
const subscriptionsOf = async (): Promise<Stripe.Subscription[]> =>
  (await stack.stripe.stripe.subscriptions.list({ customer: await customerOf(), status: "all" })).data;
const refusal = (promise: Promise<unknown>) =>
  promise.then(
    (value) => {
      throw new Error(`It was accepted: ${JSON.stringify(value)}`);
    },
    (error: { status: number; code: string; details: Record<string, unknown> }) => error,
  );
/** Nothing is left over that reading everything anew would find. */
const expectConverged = async () =>
  expect(await syncCustomer(makeContext(), await customerOf(), { whole: true })).toMatchObject({
    changed: 0,
    events: 0,
  });

describe("a subscription", () => {
  it("shows on return while webhooks are held back, and the webhooks change nothing later", async () => {
    await hold();
    const { sessionId } = await start("student_quarterly");
    await pay(sessionId);
    expect(await confirmCheckout(owner, sessionId)).toMatchObject({
      state: "complete",
      planKey: "student",
      paid: { amountCents: 990, currency: "usd" },
      invoiceUrl: expect.stringContaining("http"),
    });
    expect(await getOverview(owner)).toMatchObject({
      plan: "student",
      priceKey: "student_quarterly",
      status: "active",
      currency: "usd",
      paymentMethod: { brand: "visa", last4: "4242", isDefault: true },
      nextInvoice: { amountCents: 990, currency: "usd" },
    });
    await drainQueue();
    const before = await readMirror(accountId);
    expect((await release()).filter((event) => event.data["accountId"] === accountId)).toEqual([]);
    expect(await readMirror(accountId)).toEqual(before);
    const open = await stack.db
      .owner`select type, status from provider_events where status in ('pending', 'failed')`;
    expect([...open]).toEqual([]);
  });

  it("comes by webhook alone when nobody returns", async () => {
    const { sessionId } = await start("pro_monthly");
    await pay(sessionId);
    await stack.settleDeliveries();
    const events = await drainQueue();
    expect(await getOverview(owner)).toMatchObject({
      plan: "pro",
      status: "trialing",
      trialEnd: expect.any(String),
    });
    expect(
      events.filter(
        (event) => event.name === "billing/plan.changed" && event.data["accountId"] === accountId,
      ),
    ).toHaveLength(1);
    await expectConverged();
  });

  it("is the same after every event was sent twenty times in any order", async () => {
    await hold();
    const { sessionId } = await start("student_quarterly");
    await pay(sessionId);
    const events = await release({ shuffle: true, times: 20 });
    expect(
      events.filter(
        (event) => event.name === "billing/invoice.paid" && event.data["accountId"] === accountId,
      ),
    ).toHaveLength(1);
    expect(
      events.filter(
        (event) => event.name === "billing/plan.changed" && event.data["accountId"] === accountId,
      ),
    ).toHaveLength(1);
    const mirror = await readMirror(accountId);
    expect(mirror["subscriptions"]).toHaveLength(1);
    expect(mirror["invoices"]).toHaveLength(1);
    await expectConverged();
  });

  it("has one trial an account: the second time it costs from the first day", async () => {
    const first = await start("pro_monthly");
    await pay(first.sessionId);
    await confirmCheckout(owner, first.sessionId);
    const [subscription] = await subscriptionsOf();
    expect(subscription?.status).toBe("trialing");
    await stack.stripe.stripe.subscriptions.cancel(subscription?.id ?? "");
    await release();
    expect(await getOverview(owner)).toMatchObject({ plan: "free", status: "canceled" });
    const second = await start("premium_monthly");
    await pay(second.sessionId);
    expect(await confirmCheckout(owner, second.sessionId)).toMatchObject({
      state: "complete",
      planKey: "premium",
      trialEnd: null,
      paid: { amountCents: 2490, currency: "usd" },
    });
  });

  it("in rupees has its amounts in rupees", async () => {
    const { sessionId } = await start("student_quarterly", { currency: "inr" });
    await pay(sessionId);
    await confirmCheckout(owner, sessionId);
    expect(await findSubscription(owner)).toMatchObject({ currency: "inr", unitAmountCents: 9_900 });
    expect(await getOverview(owner)).toMatchObject({
      currency: "inr",
      nextInvoice: { amountCents: 9_900, currency: "inr" },
    });
    expect(await refusal(start("lifetime", { currency: "usd" }))).toMatchObject({
      status: 422,
      code: "CURRENCY_FIXED",
    });
  });

  it("that is set to end says when, and ends the plan then without any job", async () => {
    const { sessionId } = await start("student_quarterly");
    await pay(sessionId);
    await confirmCheckout(owner, sessionId);
    const [subscription] = await subscriptionsOf();
    await stack.stripe.stripe.subscriptions.update(subscription?.id ?? "", { cancel_at_period_end: true });
    await release();
    const { cancelAt, periodEnd, nextInvoice } = await getOverview(owner);
    expect(cancelAt).toBe(periodEnd);
    expect(nextInvoice).toBeNull();
    const after = { ...owner, clock: { now: () => new Date(Date.parse(cancelAt ?? "") + 1_000) } };
    expect(await getOverview(after)).toMatchObject({ plan: "free", priceKey: "free" });
  });
});

describe("two subscriptions cannot be started", () => {
  it("by twenty clicks at once: one session", async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => start("pro_monthly")));
    expect(new Set(answers.map((answer) => answer.url)).size).toBe(1);
    const sessions = await stack.stripe.stripe.checkout.sessions.list({ customer: await customerOf() });
    expect(sessions.data).toHaveLength(1);
  });

  it("by choosing different prices at once: one of them can be paid", async () => {
    await Promise.all(
      ["pro_monthly", "premium_monthly", "student_quarterly", "pro_yearly"].map((price) => start(price)),
    );
    const sessions = await stack.stripe.stripe.checkout.sessions.list({
      customer: await customerOf(),
      limit: 100,
    });
    expect(sessions.data.filter((session) => session.status === "open")).toHaveLength(1);
  });

  it("by coming back to the pricing page before the webhook does", async () => {
    await hold();
    const { sessionId } = await start("pro_monthly");
    await pay(sessionId);
    expect(await refusal(start("premium_monthly"))).toMatchObject({
      status: 409,
      details: { reason: "already_subscribed" },
    });
    expect(await subscriptionsOf()).toHaveLength(1);
  });

  it("by a request that was cut off after the provider had acted", async () => {
    await start("one_time");
    stack.stripe.local.faults.add({
      kind: "cut",
      path: "/v1/checkout/sessions",
      method: "POST",
      remaining: 3,
      delayMs: 0,
    });
    expect(await refusal(start("pro_monthly"))).toMatchObject({ status: 503, code: "PROVIDER_UNAVAILABLE" });
    stack.stripe.local.faults.clear();
    const { sessionId } = await start("pro_monthly");
    const sessions = await stack.stripe.stripe.checkout.sessions.list({ customer: await customerOf() });
    expect(sessions.data.filter((each) => each.mode === "subscription").map((each) => each.id)).toEqual([
      sessionId,
    ]);
  });
});

describe("a declined card", () => {
  it("leaves the checkout open and no subscription", async () => {
    const { sessionId, url } = await start("student_quarterly");
    await pay(sessionId, { card: "4000000000000002" }).catch(() => undefined);
    expect(await confirmCheckout(owner, sessionId)).toMatchObject({
      state: "open",
      checkoutUrl: url,
      planKey: "free",
    });
    expect((await subscriptionsOf()).filter((each) => each.status === "active")).toEqual([]);
    await release();
    expect(await getOverview(owner)).toMatchObject({ plan: "free" });
  });
});

describe("a lifetime purchase", () => {
  it("gives its plan and an invoice, and a full refund takes the plan back", async () => {
    const { sessionId } = await start("lifetime");
    await pay(sessionId);
    expect(await confirmCheckout(owner, sessionId)).toMatchObject({
      state: "complete",
      mode: "payment",
      planKey: "lifetime",
      paid: { amountCents: 4990, currency: "usd" },
    });
    await release();
    const mirror = await readMirror(accountId);
    expect(mirror["purchases"]).toMatchObject([{ priceKey: "lifetime", status: "paid", amountCents: 4990 }]);
    expect(mirror["invoices"]).toMatchObject([{ status: "paid", totalCents: 4990, subscriptionId: null }]);
    await expectConverged();

    const [purchase] = mirror["purchases"] as { paymentIntentId: string }[];
    await stack.stripe.stripe.refunds.create({ payment_intent: purchase?.paymentIntentId ?? "" });
    await release();
    expect(await getOverview(owner)).toMatchObject({ plan: "free" });
    await expectConverged();
  });
});

describe("while the provider is down", () => {
  it("a checkout answers 503, the overview answers as ever, and nothing is lost", async () => {
    const { sessionId } = await start("student_quarterly");
    await pay(sessionId);
    await stack.settleDeliveries();
    stack.stripe.local.faults.add({ kind: "down", path: "/v1", method: null, remaining: 4, delayMs: 0 });
    expect(await confirmCheckout(owner, sessionId)).toMatchObject({ state: "processing", planKey: "free" });
    expect(await getOverview(owner)).toMatchObject({ plan: "free" });
    stack.stripe.local.faults.clear();
    await drainQueue();
    expect(await getOverview(owner)).toMatchObject({ plan: "student" });
    await expectConverged();
  });
});

describe("the portal", () => {
  it("opens at the provider, to cancel the running subscription as well", async () => {
    const { sessionId } = await start("student_quarterly");
    await pay(sessionId);
    await confirmCheckout(owner, sessionId);
    expect(await openPortal(owner, { returnPath: "/billing" })).toEqual({
      url: expect.stringContaining("http"),
    });
    expect(await openPortal(owner, { flow: "subscription_cancel" })).toEqual({
      url: expect.stringContaining("http"),
    });
    expect(await openPortal(owner, { flow: "payment_method_update" })).toEqual({
      url: expect.stringContaining("http"),
    });
  });
});

describe("a deleted customer", () => {
  it("loses its plan, keeps its invoices, and can buy again as a new one", async () => {
    const { sessionId } = await start("student_quarterly");
    await pay(sessionId);
    await confirmCheckout(owner, sessionId);
    const before = await customerOf();
    await stack.stripe.stripe.customers.del(before);
    await release();
    expect(await getOverview(owner)).toMatchObject({ plan: "free", paymentMethod: null });
    expect((await readMirror(accountId))["invoices"]).toHaveLength(1);
    await start("student_quarterly");
    expect(await customerOf()).not.toBe(before);
  });
});
