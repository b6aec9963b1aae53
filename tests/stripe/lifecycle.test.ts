import type Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type CheckedStripe, startCheckedStripe } from "@/tests/contract/checked-stripe";
import { advanceTo, at, DAY } from "./advance-clock";

let checked: CheckedStripe;
let stripe: Stripe;
let monthly: Stripe.Price;
let premium: Stripe.Price;
let yearly: Stripe.Price;

beforeAll(async () => {
  checked = await startCheckedStripe();
  stripe = checked.stripe;
  const recurring = { interval: "month" as const };
  monthly = await stripe.prices.create({
    product_data: { name: "Pro" },
    currency: "usd",
    unit_amount: 1_490,
    recurring,
  });
  premium = await stripe.prices.create({
    product_data: { name: "Premium" },
    currency: "usd",
    unit_amount: 2_490,
    recurring,
  });
  yearly = await stripe.prices.create({
    product_data: { name: "Pro yearly" },
    currency: "usd",
    unit_amount: 14_900,
    recurring: { interval: "year" },
  });
});
afterAll(async () => {
  expect(checked.violations()).toEqual([]);
  await checked.close();
});

interface Life {
  clock: string;
  customer: string;
  subscription: Stripe.Subscription;
  item: string;
}

async function start(
  date: string,
  params: Partial<Stripe.SubscriptionCreateParams> = {},
  card = "pm_card_visa",
): Promise<Life> {
  const clock = await stripe.testHelpers.testClocks.create({ frozen_time: at(date) });
  const customer = await stripe.customers.create({ test_clock: clock.id, email: "life@example.com" });
  const method = await stripe.paymentMethods.attach(card, { customer: customer.id });
  await stripe.customers.update(customer.id, { invoice_settings: { default_payment_method: method.id } });
  const subscription = await stripe.subscriptions.create({
    customer: customer.id,
    items: [{ price: monthly.id }],
    ...params,
  });
  return { clock: clock.id, customer: customer.id, subscription, item: subscription.items.data[0]?.id ?? "" };
}

async function invoicesOf(life: Life): Promise<Stripe.Invoice[]> {
  const { data } = await stripe.invoices.list({ customer: life.customer, limit: 100 });
  return data.reverse();
}

async function typesOf(life: Life): Promise<string[]> {
  return checked.local.world.state.events
    .all()
    .filter((event) => {
      const object = event.object as { id?: string; customer?: string };
      return object.customer === life.customer || object.id === life.customer;
    })
    .map((event) => event.type);
}

async function setCard(life: Life, card: string): Promise<void> {
  const method = await stripe.paymentMethods.attach(card, { customer: life.customer });
  await stripe.customers.update(life.customer, { invoice_settings: { default_payment_method: method.id } });
}

const dates = (seconds: number) => new Date(seconds * 1000).toISOString().slice(0, 10);

describe("renewals", () => {
  it("bills a monthly subscription from 31 January on each month's last day for two years, never drifting", async () => {
    const life = await start("2026-01-31T12:00:00");
    await advanceTo(stripe, life.clock, at("2028-01-31T14:00:00"));
    const invoices = await invoicesOf(life);
    expect(invoices).toHaveLength(25);
    expect(invoices.every((invoice) => invoice.status === "paid" && invoice.amount_paid === 1_490)).toBe(
      true,
    );
    const starts = invoices.map((invoice) => dates(invoice.lines.data[0]?.period.start ?? 0));
    expect(starts.slice(0, 5)).toEqual([
      "2026-01-31",
      "2026-02-28",
      "2026-03-31",
      "2026-04-30",
      "2026-05-31",
    ]);
    expect(starts.slice(23)).toEqual(["2027-12-31", "2028-01-31"]);
  });

  it("bills a yearly subscription from 29 February on 28 February of common years", async () => {
    const life = await start("2028-02-29T00:00:00", { items: [{ price: yearly.id }] });
    await advanceTo(stripe, life.clock, at("2030-03-01T00:00:00"));
    const invoices = await invoicesOf(life);
    expect(
      invoices.map((invoice) => [dates(invoice.lines.data[0]?.period.start ?? 0), invoice.total]),
    ).toEqual([
      ["2028-02-29", 14_900],
      ["2029-02-28", 14_900],
      ["2030-02-28", 14_900],
    ]);
  });

  it("drafts the invoice on the boundary second and collects it an hour later", async () => {
    const life = await start("2026-01-01T00:00:00");
    await advanceTo(stripe, life.clock, at("2026-02-01T00:00:00"));
    expect((await invoicesOf(life)).at(-1)).toMatchObject({
      status: "draft",
      billing_reason: "subscription_cycle",
    });
    await advanceTo(stripe, life.clock, at("2026-02-01T01:00:00"));
    expect((await invoicesOf(life)).at(-1)).toMatchObject({ status: "paid" });
  });

  it("says what happened in Stripe's order", async () => {
    const life = await start("2026-01-01T00:00:00");
    const before = (await typesOf(life)).length;
    await advanceTo(stripe, life.clock, at("2026-02-01T02:00:00"));
    expect((await typesOf(life)).slice(before)).toEqual([
      "invoice.upcoming",
      "invoice.created",
      "customer.subscription.updated",
      "payment_intent.created",
      "invoice.finalized",
      "charge.succeeded",
      "payment_intent.succeeded",
      "invoice.paid",
      "invoice.payment_succeeded",
    ]);
  });
});

describe("trials", () => {
  it("reminds three days before its end, then charges and becomes active", async () => {
    const life = await start("2026-05-01T00:00:00", { trial_period_days: 14 });
    expect(life.subscription).toMatchObject({ status: "trialing", trial_end: at("2026-05-15T00:00:00") });
    await advanceTo(stripe, life.clock, at("2026-05-12T00:00:00"));
    expect(await typesOf(life)).toContain("customer.subscription.trial_will_end");
    await advanceTo(stripe, life.clock, at("2026-05-15T02:00:00"));
    expect(await stripe.subscriptions.retrieve(life.subscription.id)).toMatchObject({ status: "active" });
    expect((await invoicesOf(life)).map((invoice) => invoice.total)).toEqual([0, 1_490]);
  });

  it("is not prorated when the plan changes inside it", async () => {
    const life = await start("2026-05-01T00:00:00", { trial_period_days: 14 });
    await stripe.subscriptions.update(life.subscription.id, {
      items: [{ id: life.item, price: premium.id }],
      proration_behavior: "always_invoice",
    });
    await advanceTo(stripe, life.clock, at("2026-05-16T00:00:00"));
    expect((await invoicesOf(life)).map((invoice) => invoice.total)).toEqual([0, 2_490]);
  });

  it("ends at once when asked, and bills from now", async () => {
    const life = await start("2026-05-01T00:00:00", { trial_period_days: 14 });
    await advanceTo(stripe, life.clock, at("2026-05-03T00:00:00"));
    const ended = await stripe.subscriptions.update(life.subscription.id, { trial_end: "now" });
    expect(ended).toMatchObject({ status: "active", billing_cycle_anchor: at("2026-05-03T00:00:00") });
    expect((await invoicesOf(life)).at(-1)).toMatchObject({ total: 1_490, status: "paid" });
  });

  it("pauses or cancels at its end without a card when the subscription says so", async () => {
    const clock = await stripe.testHelpers.testClocks.create({ frozen_time: at("2026-05-01T00:00:00") });
    const customer = await stripe.customers.create({ test_clock: clock.id });
    const made = await Promise.all(
      (["pause", "cancel"] as const).map((missing_payment_method) =>
        stripe.subscriptions.create({
          customer: customer.id,
          items: [{ price: monthly.id }],
          trial_period_days: 7,
          trial_settings: { end_behavior: { missing_payment_method } },
        }),
      ),
    );
    await advanceTo(stripe, clock.id, at("2026-05-09T00:00:00"));
    const states = await Promise.all(
      made.map(async ({ id }) => (await stripe.subscriptions.retrieve(id)).status),
    );
    expect(states).toEqual(["paused", "canceled"]);
  });
});

describe("failed payments", () => {
  it("makes it past due, retries on the schedule, and cancels after the last retry", async () => {
    const life = await start("2026-01-01T00:00:00");
    await setCard(life, "pm_card_chargeCustomerFail");
    await advanceTo(stripe, life.clock, at("2026-02-01T02:00:00"));
    expect(await stripe.subscriptions.retrieve(life.subscription.id)).toMatchObject({ status: "past_due" });
    expect((await invoicesOf(life)).at(-1)).toMatchObject({
      status: "open",
      attempt_count: 1,
      next_payment_attempt: at("2026-02-04T01:00:00"),
    });
    await advanceTo(stripe, life.clock, at("2026-02-20T00:00:00"));
    expect((await invoicesOf(life)).at(-1)).toMatchObject({ attempt_count: 4, next_payment_attempt: null });
    expect(await stripe.subscriptions.retrieve(life.subscription.id)).toMatchObject({
      status: "canceled",
      cancellation_details: { reason: "payment_failed" },
    });
  });

  it("recovers when a retry succeeds", async () => {
    const life = await start("2026-01-01T00:00:00");
    await setCard(life, "pm_card_chargeCustomerFail");
    await advanceTo(stripe, life.clock, at("2026-02-02T00:00:00"));
    await setCard(life, "pm_card_visa");
    await advanceTo(stripe, life.clock, at("2026-02-04T02:00:00"));
    expect(await stripe.subscriptions.retrieve(life.subscription.id)).toMatchObject({ status: "active" });
    expect((await invoicesOf(life)).at(-1)).toMatchObject({ status: "paid", attempt_count: 2 });
    expect(await stripe.customers.retrieve(life.customer)).toMatchObject({ delinquent: false });
  });

  it("leaves a first payment that fails incomplete, and lets it expire after 23 hours", async () => {
    const life = await start(
      "2026-01-01T00:00:00",
      { payment_behavior: "allow_incomplete" },
      "pm_card_chargeCustomerFail",
    );
    expect(life.subscription.status).toBe("incomplete");
    await advanceTo(stripe, life.clock, at("2026-01-02T00:00:00"));
    expect(await stripe.subscriptions.retrieve(life.subscription.id)).toMatchObject({
      status: "incomplete_expired",
    });
    expect((await invoicesOf(life))[0]).toMatchObject({ status: "void" });
  });

  it("leaves nothing behind with error_if_incomplete", async () => {
    await expect(
      start("2026-01-01T00:00:00", { payment_behavior: "error_if_incomplete" }, "pm_card_chargeCustomerFail"),
    ).rejects.toMatchObject({ code: "card_declined" });
  });

  it("keeps the old plan until a pending update is paid, then applies it", async () => {
    const life = await start("2026-01-01T00:00:00");
    await setCard(life, "pm_card_chargeCustomerFail");
    await advanceTo(stripe, life.clock, at("2026-01-11T00:00:00"));
    const pending = await stripe.subscriptions.update(life.subscription.id, {
      items: [{ id: life.item, price: premium.id }],
      proration_behavior: "always_invoice",
      payment_behavior: "pending_if_incomplete",
    });
    expect(pending.items.data[0]?.price.id).toBe(monthly.id);
    expect(pending.pending_update?.subscription_items?.[0]?.price.id).toBe(premium.id);
    await stripe.invoices.pay(String(pending.latest_invoice), {
      payment_method: (await stripe.paymentMethods.attach("pm_card_visa", { customer: life.customer })).id,
    });
    const applied = await stripe.subscriptions.retrieve(life.subscription.id);
    expect(applied.items.data[0]?.price.id).toBe(premium.id);
    expect(applied.pending_update).toBeNull();
  });

  it("drops a pending update that nobody pays", async () => {
    const life = await start("2026-01-01T00:00:00");
    await setCard(life, "pm_card_chargeCustomerFail");
    const pending = await stripe.subscriptions.update(life.subscription.id, {
      items: [{ id: life.item, price: premium.id }],
      proration_behavior: "always_invoice",
      payment_behavior: "pending_if_incomplete",
    });
    await advanceTo(stripe, life.clock, at("2026-01-02T00:00:00"));
    expect(await stripe.subscriptions.retrieve(life.subscription.id)).toMatchObject({
      status: "active",
      pending_update: null,
    });
    expect(await stripe.invoices.retrieve(String(pending.latest_invoice))).toMatchObject({ status: "void" });
  });
});

describe("changes", () => {
  it("prorates an upgrade by the second: half a month of 14.90 back, half a month of 24.90 on", async () => {
    const life = await start("2026-04-01T00:00:00");
    await advanceTo(stripe, life.clock, at("2026-04-16T00:00:00"));
    const upgraded = await stripe.subscriptions.update(life.subscription.id, {
      items: [{ id: life.item, price: premium.id }],
      proration_behavior: "always_invoice",
      expand: ["latest_invoice"],
    });
    const invoice = upgraded.latest_invoice as Stripe.Invoice;
    expect(invoice.lines.data.map((line) => line.amount)).toEqual([-745, 1_245]);
    expect(invoice).toMatchObject({ total: 500, status: "paid", billing_reason: "subscription_update" });
    expect(upgraded.items.data[0]?.current_period_end).toBe(at("2026-05-01T00:00:00"));
  });

  it("puts create_prorations on the next invoice, credits first", async () => {
    const life = await start("2026-04-01T00:00:00");
    await advanceTo(stripe, life.clock, at("2026-04-16T00:00:00"));
    await stripe.subscriptions.update(life.subscription.id, { items: [{ id: life.item, quantity: 3 }] });
    await advanceTo(stripe, life.clock, at("2026-05-01T02:00:00"));
    expect((await invoicesOf(life)).at(-1)?.lines.data.map((line) => line.amount)).toEqual([
      -745, 2_235, 4_470,
    ]);
  });

  it("does not credit what was never billed", async () => {
    const life = await start("2026-04-01T00:00:00");
    await stripe.subscriptions.update(life.subscription.id, {
      items: [{ id: life.item, price: premium.id }],
      proration_behavior: "none",
    });
    await advanceTo(stripe, life.clock, at("2026-04-16T00:00:00"));
    await stripe.subscriptions.update(life.subscription.id, {
      items: [{ id: life.item, price: monthly.id }],
      proration_behavior: "always_invoice",
    });
    expect((await invoicesOf(life)).at(-1)?.lines.data[0]?.amount).toBe(-745);
  });

  it("starts a new period when the interval changes", async () => {
    const life = await start("2026-04-01T00:00:00");
    await advanceTo(stripe, life.clock, at("2026-04-16T00:00:00"));
    const changed = await stripe.subscriptions.update(life.subscription.id, {
      items: [{ id: life.item, price: yearly.id }],
      expand: ["latest_invoice"],
    });
    expect((changed.latest_invoice as Stripe.Invoice).total).toBe(14_900 - 745);
    expect(changed.items.data[0]?.current_period_end).toBe(at("2027-04-16T00:00:00"));
  });

  it("turns a downgrade into a credit that later invoices use up", async () => {
    const life = await start("2026-04-01T00:00:00", { items: [{ price: premium.id }] });
    await advanceTo(stripe, life.clock, at("2026-04-16T00:00:00"));
    await stripe.subscriptions.update(life.subscription.id, {
      items: [{ id: life.item, price: monthly.id }],
      proration_behavior: "always_invoice",
    });
    expect(await stripe.customers.retrieve(life.customer)).toMatchObject({ balance: -500 });
    await advanceTo(stripe, life.clock, at("2026-05-01T02:00:00"));
    expect((await invoicesOf(life)).at(-1)).toMatchObject({
      total: 1_490,
      amount_paid: 990,
      starting_balance: -500,
      ending_balance: 0,
    });
  });

  it("changes the plan with a schedule exactly at the renewal, without proration", async () => {
    const life = await start("2026-04-01T00:00:00", { items: [{ price: premium.id }] });
    const schedule = await stripe.subscriptionSchedules.create({ from_subscription: life.subscription.id });
    const phase = schedule.phases[0];
    await stripe.subscriptionSchedules.update(schedule.id, {
      phases: [
        {
          items: [{ price: premium.id }],
          start_date: phase?.start_date ?? 0,
          end_date: phase?.end_date ?? 0,
        },
        { items: [{ price: monthly.id }], proration_behavior: "none" },
      ],
    });
    await advanceTo(stripe, life.clock, at("2026-05-01T02:00:00"));
    expect((await invoicesOf(life)).map((invoice) => invoice.total)).toEqual([2_490, 1_490]);
    await advanceTo(stripe, life.clock, at("2026-06-02T00:00:00"));
    expect(await stripe.subscriptionSchedules.retrieve(schedule.id)).toMatchObject({ status: "released" });
    expect(await stripe.subscriptions.retrieve(life.subscription.id)).toMatchObject({
      status: "active",
      schedule: null,
    });
  });

  it("spends a once coupon on one invoice and a repeating one on its months", async () => {
    const once = await stripe.coupons.create({ percent_off: 50, duration: "once" });
    const three = await stripe.coupons.create({
      amount_off: 490,
      currency: "usd",
      duration: "repeating",
      duration_in_months: 3,
    });
    const first = await start("2026-01-01T00:00:00", { discounts: [{ coupon: once.id }] });
    await advanceTo(stripe, first.clock, at("2026-03-02T00:00:00"));
    expect((await invoicesOf(first)).map((invoice) => invoice.total)).toEqual([745, 1_490, 1_490]);
    const second = await start("2026-01-01T00:00:00", { discounts: [{ coupon: three.id }] });
    await advanceTo(stripe, second.clock, at("2026-05-02T00:00:00"));
    expect((await invoicesOf(second)).map((invoice) => invoice.total)).toEqual([
      1_000, 1_000, 1_000, 1_490, 1_490,
    ]);
  });
});

describe("endings and pauses", () => {
  it("ends at the period's last second, not before, and bills nothing more", async () => {
    const life = await start("2026-04-01T00:00:00");
    await stripe.subscriptions.update(life.subscription.id, { cancel_at_period_end: true });
    await advanceTo(stripe, life.clock, at("2026-04-30T23:59:59"));
    expect(await stripe.subscriptions.retrieve(life.subscription.id)).toMatchObject({ status: "active" });
    await advanceTo(stripe, life.clock, at("2026-05-01T00:00:00"));
    expect(await stripe.subscriptions.retrieve(life.subscription.id)).toMatchObject({
      status: "canceled",
      ended_at: at("2026-05-01T00:00:00"),
    });
    await advanceTo(stripe, life.clock, at("2026-07-01T00:00:00"));
    expect(await invoicesOf(life)).toHaveLength(1);
  });

  it("renews when the cancellation was undone", async () => {
    const life = await start("2026-04-01T00:00:00");
    await stripe.subscriptions.update(life.subscription.id, { cancel_at_period_end: true });
    await stripe.subscriptions.update(life.subscription.id, { cancel_at_period_end: false });
    await advanceTo(stripe, life.clock, at("2026-05-01T02:00:00"));
    expect(await invoicesOf(life)).toHaveLength(2);
  });

  it("bills nothing while paused, and starts a new period on resuming", async () => {
    const life = await start("2026-04-01T00:00:00");
    await stripe.subscriptions.pause(life.subscription.id);
    await advanceTo(stripe, life.clock, at("2026-08-10T00:00:00"));
    expect(await invoicesOf(life)).toHaveLength(1);
    const resumed = await stripe.subscriptions.resume(life.subscription.id);
    expect(resumed).toMatchObject({ status: "active", billing_cycle_anchor: at("2026-08-10T00:00:00") });
    expect((await invoicesOf(life)).at(-1)).toMatchObject({ total: 1_490, status: "paid" });
  });

  it("voids what falls due while collection is paused, and leaves the status alone", async () => {
    const life = await start("2026-04-01T00:00:00");
    await stripe.subscriptions.update(life.subscription.id, {
      pause_collection: { behavior: "void", resumes_at: at("2026-06-15T00:00:00") },
    });
    await advanceTo(stripe, life.clock, at("2026-07-02T00:00:00"));
    expect((await invoicesOf(life)).map((invoice) => invoice.status)).toEqual([
      "paid",
      "void",
      "void",
      "paid",
    ]);
  });

  it("bills metered usage of a period after it", async () => {
    const meter = await stripe.billing.meters.create({
      display_name: "Calls",
      event_name: "calls",
      default_aggregation: { formula: "sum" },
    });
    const price = await stripe.prices.create({
      product_data: { name: "Calls" },
      currency: "usd",
      unit_amount: 10,
      recurring: { interval: "month", usage_type: "metered", meter: meter.id },
    });
    const life = await start("2026-04-01T00:00:00", { items: [{ price: price.id }] });
    for (const day of [2, 3]) {
      await advanceTo(stripe, life.clock, at("2026-04-01T00:00:00") + day * DAY);
      await stripe.billing.meterEvents.create({
        event_name: "calls",
        payload: { stripe_customer_id: life.customer, value: "100" },
      });
    }
    await advanceTo(stripe, life.clock, at("2026-05-01T02:00:00"));
    expect((await invoicesOf(life)).at(-1)).toMatchObject({ total: 2_000, status: "paid" });
  });
});
