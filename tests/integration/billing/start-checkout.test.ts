import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { confirmCheckout, openPortal, startCheckout } from "@/lib/billing";
import type { AccountContext } from "@/lib/platform/context";
import { holdClock, makeAccountContext } from "@/tests/support/context";
import { insertAccount, insertNewMember } from "@/tests/support/people";
import { recordedEvent } from "@/tests/webhooks/support/recorded";
import { payForSession } from "@/tests/webhooks/support/recorded-writes";
import {
  deliver,
  drainQueue,
  readMirror,
  startWebhookBench,
  type WebhookBench,
} from "@/tests/webhooks/support/webhook-bench";

// No queue listens: the tests drain the outbox themselves.
vi.mock("@/lib/platform/outbox", async (original) => ({
  ...(await original<object>()),
  nudgeOutbox: () => undefined,
}));

let bench: WebhookBench;
let accountId: string;
let owner: AccountContext;
const buyer = { email: "ada@example.com", name: "Ada Larkfield" };

beforeAll(async () => {
  bench = await startWebhookBench();
});
afterAll(() => bench.stop());
beforeEach(async () => {
  accountId = await insertAccount(bench.db.owner);
  const personId = await insertNewMember(bench.db.owner, accountId, "owner");
  owner = makeAccountContext({ accountId, personId, role: "owner" });
});
afterEach(() => {
  bench.provider.fault = null;
  bench.provider.beforeAnswer = () => undefined;
  bench.provider.requests.length = 0;
});

const start = (price: string, rest: object = {}) => startCheckout(owner, { price, ...rest }, buyer);
const rows = () =>
  bench.db.owner`select * from checkout_sessions where account_id = ${accountId} order by created_at, id`;
const created = () =>
  bench.provider.requests.filter((request) => request === "POST /v1/checkout/sessions").length;
const world = () => bench.provider.world;
const session = (id: string) => world().sessions.get(id);
const refusal = (promise: Promise<unknown>) =>
  promise.then(
    (value) => {
      throw new Error(`It was accepted: ${JSON.stringify(value)}`);
    },
    (error: { status: number; code: string; message: string; details: Record<string, unknown> }) => error,
  );

describe("a checkout", () => {
  it("makes the customer first, reserves the request, and leaves an audit row", async () => {
    const { url, sessionId } = await start("pro_monthly", { successPath: "/dashboard?new=1" });
    expect(url).toBe(session(sessionId)?.url);
    expect(session(sessionId)).toMatchObject({
      mode: "subscription",
      client_reference_id: accountId,
      success_url: `http://localhost:3000/a/${accountId}/billing/return?session_id={CHECKOUT_SESSION_ID}`,
      cancel_url: `http://localhost:3000/pricing?account=${accountId}`,
      metadata: { price_key: "pro_monthly", trial: "14" },
    });
    expect(await rows()).toMatchObject([
      {
        status: "open",
        provider_session_id: sessionId,
        price_key: "pro_monthly",
        currency: "usd",
        success_path: "/dashboard?new=1",
      },
    ]);
    const audited = await bench.db
      .owner`select action from audit_log where account_id = ${accountId} order by id`;
    expect(audited.map((row) => row["action"])).toEqual(["customer.created", "checkout.started"]);
  });

  it("gives one session to twenty requests at once, and one customer", async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => start("pro_monthly")));
    expect(new Set(answers.map((answer) => answer.sessionId)).size).toBe(1);
    expect(created()).toBe(1);
    expect(bench.provider.requests.filter((request) => request === "POST /v1/customers")).toHaveLength(1);
    expect(await rows()).toHaveLength(1);
  });

  it("leaves one open session when different prices are asked for at once", async () => {
    const prices = ["pro_monthly", "premium_monthly", "pro_yearly", "student_quarterly"];
    await Promise.all([...prices, ...prices].map((price) => start(price)));
    const all = await rows();
    const open = all.filter((row) => row["status"] === "open");
    expect(open).toHaveLength(1);
    for (const row of all) expect(session(row["provider_session_id"])?.status).toBe(row["status"]);
  });

  it("expires the one before it when another price is chosen", async () => {
    const first = await start("pro_monthly");
    const second = await start("premium_monthly");
    expect(session(first.sessionId)?.status).toBe("expired");
    expect(session(second.sessionId)?.status).toBe("open");
  });

  it("is made anew when the one before it has expired at the provider", async () => {
    const first = await start("pro_monthly");
    const before = session(first.sessionId);
    if (before) world().sessions.set(before.id, { ...before, status: "expired", url: null });
    const second = await start("pro_monthly");
    expect(second.sessionId).not.toBe(first.sessionId);
    expect((await rows()).map((row) => row["status"])).toEqual(["expired", "open"]);
  });
});

describe("a second subscription", () => {
  it.each([
    ["the same price", "pro_monthly"],
    ["another price", "premium_monthly"],
  ])(
    "is refused for %s although the first was paid for this moment and no webhook has come",
    async (_name, price) => {
      const { sessionId } = await start("pro_monthly");
      payForSession(world(), sessionId);
      expect(await refusal(start(price))).toMatchObject({
        status: 409,
        details: { reason: "already_subscribed" },
      });
      expect(
        [...world().subscriptions.values()].filter((each) => String(each.id).includes(sessionId)),
      ).toHaveLength(1);
      expect(await readMirror(accountId)).toMatchObject({
        account_plans: [{ tierKey: "pro", status: "trialing" }],
      });
    },
  );

  it("cannot be had when the buyer pays while another price is being chosen", async () => {
    const first = await start("pro_monthly");
    bench.provider.beforeAnswer = (request) => {
      if (request.endsWith("/expire") && session(first.sessionId)?.status === "open")
        payForSession(world(), first.sessionId);
    };
    expect(await refusal(start("premium_monthly"))).toMatchObject({ status: 409 });
    expect(created()).toBe(1);
  });

  it("is possible when the first has ended by its own time and its last event was lost", async () => {
    // Within the period of the recorded subscription, whenever the test runs.
    const clock = holdClock(new Date("2027-01-10T12:00:00Z"));
    const ctx = { ...owner, clock };
    const first = await start("pro_monthly");
    payForSession(world(), first.sessionId);
    const name = `sub_of_${first.sessionId}`;
    const subscription = world().subscriptions.get(name);
    if (!subscription) throw new Error("no subscription");
    const end = Math.floor(clock.now().getTime() / 1000) + 60;
    world().subscriptions.set(name, { ...subscription, cancel_at: end });
    await confirmCheckout(ctx, first.sessionId);
    world().subscriptions.set(name, { ...subscription, status: "canceled", ended_at: end });
    expect(await refusal(startCheckout(ctx, { price: "pro_monthly" }, buyer))).toMatchObject({ status: 409 });
    clock.advance(120_000);
    expect(await startCheckout(ctx, { price: "pro_monthly" }, buyer)).toMatchObject({
      url: expect.any(String),
    });
  });

  it("is possible after the first has ended, without a second trial", async () => {
    const first = await start("pro_monthly");
    payForSession(world(), first.sessionId);
    await confirmCheckout(owner, first.sessionId);
    const subscription = world().subscriptions.get(`sub_of_${first.sessionId}`);
    if (subscription)
      world().subscriptions.set(subscription.id, {
        ...subscription,
        status: "canceled",
        ended_at: 1_798_800_000,
      });
    await deliver(
      recordedEvent(`evt_end_${first.sessionId}`, "customer.subscription.deleted", { ...subscription }),
    );
    await drainQueue();
    const again = await start("pro_monthly");
    expect(session(again.sessionId)?.metadata).toMatchObject({ trial: "" });
  });
});

describe("a checkout that was cut off", () => {
  it("after the provider acted is repaired by the next attempt: the same session, not a second one", async () => {
    // The customer is there; only the session's answer is lost.
    await start("one_time");
    const before = world().sessions.size;
    bench.provider.beforeAnswer = (request) => {
      bench.provider.fault = request === "POST /v1/checkout/sessions" ? "cut-after-acting" : null;
    };
    expect(await refusal(start("pro_monthly"))).toMatchObject({ status: 503, code: "PROVIDER_UNAVAILABLE" });
    expect((await rows()).map((row) => row["status"])).toEqual(["open", "reserved"]);
    bench.provider.beforeAnswer = () => undefined;
    bench.provider.fault = null;
    const { sessionId } = await start("pro_monthly");
    expect(world().sessions.size).toBe(before + 1);
    expect((await rows()).map((row) => row["status"])).toEqual(["open", "open"]);
    expect((await rows())[1]).toMatchObject({ provider_session_id: sessionId });
  });

  it("is replaced when something else is wanted then", async () => {
    await start("one_time");
    bench.provider.beforeAnswer = (request) => {
      bench.provider.fault = request === "POST /v1/checkout/sessions" ? "cut-after-acting" : null;
    };
    await refusal(start("pro_monthly"));
    bench.provider.beforeAnswer = () => undefined;
    bench.provider.fault = null;
    const { sessionId } = await start("premium_monthly");
    const subscriptions = (await rows()).filter((row) => row["mode"] === "subscription");
    expect(subscriptions.map((row) => row["status"])).toEqual(["expired", "open"]);
    expect(session(sessionId)?.metadata).toMatchObject({ price_key: "premium_monthly" });
  });

  it("by a 5xx answer can be tried again at once", async () => {
    await start("one_time");
    bench.provider.beforeAnswer = (request) => {
      bench.provider.fault = request === "POST /v1/checkout/sessions" ? 500 : null;
    };
    expect(await refusal(start("pro_monthly"))).toMatchObject({ status: 503 });
    bench.provider.beforeAnswer = () => undefined;
    bench.provider.fault = null;
    expect(await start("pro_monthly")).toMatchObject({ url: expect.any(String) });
  });

  it("before the customer's row was stored uses the customer that was made", async () => {
    bench.provider.beforeAnswer = (request) => {
      bench.provider.fault = request === "POST /v1/customers" ? "cut-after-acting" : null;
    };
    const before = world().customers.size;
    expect(await refusal(start("pro_monthly"))).toMatchObject({ status: 503, code: "PROVIDER_UNAVAILABLE" });
    bench.provider.beforeAnswer = () => undefined;
    bench.provider.fault = null;
    await start("pro_monthly");
    expect(world().customers.size).toBe(before + 1);
  });
});

describe("a checkout is refused with 400 and changes nothing", () => {
  it.each([
    ["an unknown price", { price: "gold_monthly" }, /Known prices: one_time, pro_monthly/],
    ["the free plan", { price: "free" }, /free plan needs no checkout/],
    ["two of what is bought once", { price: "lifetime", quantity: 2 }, /bought once/],
    ["a currency it is not sold in", { price: "pro_monthly", currency: "jpy" }, /not sold in JPY/],
  ])("for %s", async (_name, body, message) => {
    const error = await refusal(startCheckout(owner, body, buyer));
    expect(error).toMatchObject({
      status: 400,
      code: "INVALID_REQUEST",
      message: expect.stringMatching(message),
    });
    expect(await rows()).toEqual([]);
    expect(bench.provider.requests).toEqual([]);
  });

  it("for a member who may not manage billing", async () => {
    const member = makeAccountContext({ accountId, personId: "user_m", role: "member" });
    expect(await refusal(startCheckout(member, { price: "pro_monthly" }, buyer))).toMatchObject({
      status: 403,
    });
  });
});

describe("currency", () => {
  it("is the account's when none is named, and the customer's once it has one", async () => {
    await bench.db.owner`update accounts set currency = 'inr' where id = ${accountId}`;
    const { sessionId } = await start("lifetime");
    expect(session(sessionId)?.currency).toBe("inr");
    payForSession(world(), sessionId);
    await confirmCheckout(owner, sessionId);
    expect(await refusal(start("one_time", { currency: "gbp" }))).toMatchObject({
      status: 422,
      code: "CURRENCY_FIXED",
    });
    expect(session((await start("one_time")).sessionId)?.currency).toBe("inr");
  });
});

describe("a one-off purchase", () => {
  it("gives its plan for good, and is not sold twice", async () => {
    const { sessionId } = await start("lifetime");
    payForSession(world(), sessionId);
    const outcome = await confirmCheckout(owner, sessionId);
    expect(outcome).toMatchObject({
      state: "complete",
      mode: "payment",
      priceKey: "lifetime",
      planKey: "lifetime",
      paid: { amountCents: 4990, currency: "usd" },
    });
    expect(await refusal(start("lifetime"))).toMatchObject({
      status: 409,
      details: { reason: "already_owned" },
    });
  });

  it("is told to the other domains once, however often it is looked at", async () => {
    const { sessionId } = await start("lifetime");
    payForSession(world(), sessionId);
    for (let count = 0; count < 3; count += 1) await confirmCheckout(owner, sessionId);
    const told = (await drainQueue()).filter((each) => each.data["accountId"] === accountId);
    expect(told.filter((each) => each.name === "billing/purchase.paid")).toHaveLength(1);
    expect((await readMirror(accountId))["purchases"]).toHaveLength(1);
  });

  it("of credits is not sold while there is no ledger to put them in", async () => {
    expect(await refusal(start("pack_1"))).toMatchObject({ status: 422, code: "CREDITS_NOT_ON_SALE" });
  });
});

describe("the return page", () => {
  it("shows the plan while webhooks are held back, and the webhook changes nothing later", async () => {
    const { sessionId } = await start("pro_monthly", { successPath: "/dashboard" });
    const paid = payForSession(world(), sessionId);
    expect(await confirmCheckout(owner, sessionId)).toMatchObject({
      state: "complete",
      planKey: "pro",
      priceKey: "pro_monthly",
      trialEnd: expect.any(String),
      successPath: "/dashboard",
      invoiceUrl: "https://invoice.example.com/i/in_recorded",
    });
    await drainQueue();
    const before = await readMirror(accountId);
    await deliver(recordedEvent(`evt_${sessionId}`, "checkout.session.completed", paid));
    expect(await drainQueue()).toEqual([]);
    expect(await readMirror(accountId)).toEqual(before);
  });

  it("says that the checkout is open while nobody has paid, with the way back to it", async () => {
    const { sessionId, url } = await start("pro_monthly");
    expect(await confirmCheckout(owner, sessionId)).toMatchObject({
      state: "open",
      checkoutUrl: url,
      planKey: "free",
    });
  });

  it("says processing while the provider is down, and complete from our rows when the webhook was there", async () => {
    const { sessionId } = await start("pro_monthly");
    const paid = payForSession(world(), sessionId);
    bench.provider.fault = "cut";
    expect(await confirmCheckout(owner, sessionId)).toMatchObject({ state: "processing" });
    bench.provider.fault = null;
    await deliver(recordedEvent(`evt_${sessionId}`, "checkout.session.completed", paid));
    await drainQueue();
    bench.provider.fault = "cut";
    expect(await confirmCheckout(owner, sessionId)).toMatchObject({ state: "complete", planKey: "pro" });
  });

  it("says nothing of another account's checkout", async () => {
    const { sessionId } = await start("pro_monthly");
    const other = await insertAccount(bench.db.owner, "Northbeam Ltd");
    const stranger = makeAccountContext({ accountId: other, personId: "user_s", role: "owner" });
    expect(await refusal(confirmCheckout(stranger, sessionId))).toMatchObject({
      status: 404,
      code: "NOT_FOUND",
    });
    expect(await refusal(confirmCheckout(owner, "cs_none"))).toMatchObject({ status: 404 });
  });

  it("says processing for a payment that takes days, and complete once it has come", async () => {
    const { sessionId } = await start("lifetime");
    const paid = payForSession(world(), sessionId);
    world().sessions.set(sessionId, { ...paid, payment_status: "unpaid", payment_intent: null });
    expect(await confirmCheckout(owner, sessionId)).toMatchObject({ state: "processing", planKey: "free" });
    world().sessions.set(sessionId, paid);
    expect(await confirmCheckout(owner, sessionId)).toMatchObject({ state: "complete", planKey: "lifetime" });
  });
});

describe("a customer that was deleted at the provider", () => {
  it("is followed by a new one at the next checkout, although its event has not come yet", async () => {
    const first = await start("pro_monthly");
    const [before] = await bench.db.owner`select id from customers where account_id = ${accountId}`;
    world().customers.set(before?.["id"], { id: before?.["id"], object: "customer", deleted: true });
    world().sessions.delete(first.sessionId);
    const second = await start("pro_monthly");
    expect(session(second.sessionId)?.customer).not.toBe(before?.["id"]);
    const customers = await bench.db.owner`
      select deleted_at is null as living from customers where account_id = ${accountId} order by created_at`;
    expect(customers.map((row) => row["living"])).toEqual([false, true]);
  });
});

describe("the portal", () => {
  it("is refused with 409 in words before anything was bought", async () => {
    expect(await refusal(openPortal(owner, {}))).toMatchObject({
      status: 409,
      details: { reason: "no_customer" },
    });
  });

  it("opens for a customer and comes back to our own path", async () => {
    await start("pro_monthly");
    expect(await openPortal(owner, { returnPath: "/billing?from=portal" })).toEqual({
      url: expect.stringContaining("https://portal.example.com/"),
    });
    expect(await refusal(openPortal(owner, { flow: "subscription_cancel" }))).toMatchObject({
      status: 409,
      details: { reason: "no_subscription" },
    });
  });
});

describe("time", () => {
  it("lets go of a reservation that is too old to be sent again", async () => {
    const clock = holdClock();
    const ctx = { ...owner, clock };
    await startCheckout(ctx, { price: "one_time" }, buyer);
    bench.provider.beforeAnswer = (request) => {
      bench.provider.fault = request === "POST /v1/checkout/sessions" ? "cut" : null;
    };
    await refusal(startCheckout(ctx, { price: "pro_monthly" }, buyer));
    bench.provider.beforeAnswer = () => undefined;
    bench.provider.fault = null;
    clock.advance(23 * 3_600_000);
    await startCheckout(ctx, { price: "pro_monthly" }, buyer);
    const subscriptions = (await rows()).filter((row) => row["mode"] === "subscription");
    expect(subscriptions.map((row) => row["status"])).toEqual(["expired", "open"]);
  });
});
