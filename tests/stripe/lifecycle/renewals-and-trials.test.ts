import type Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { advanceTo, at } from "../advance-clock";
import { day } from "../start-life";
import { LifeBench } from "./life-bench";

let bench: LifeBench;
let stripe: Stripe;
let monthly: Stripe.Price;
let premium: Stripe.Price;
let yearly: Stripe.Price;
let start: LifeBench["start"];
let invoicesOf: LifeBench["invoicesOf"];
let typesOf: LifeBench["typesOf"];

beforeAll(async () => {
  bench = await LifeBench.start();
  ({ stripe, monthly, premium, yearly, start, invoicesOf, typesOf } = bench);
});
afterAll(() => bench.close());

describe("renewals", () => {
  it("bills a monthly subscription from 31 January on each month's last day for two years, never drifting", async () => {
    const life = await start("2026-01-31T12:00:00");
    await advanceTo(stripe, life.clock, at("2028-01-31T14:00:00"));
    const invoices = await invoicesOf(life);
    expect(invoices).toHaveLength(25);
    expect(invoices.every((invoice) => invoice.status === "paid" && invoice.amount_paid === 1_490)).toBe(
      true,
    );
    const starts = invoices.map((invoice) => day(invoice.lines.data[0]?.period.start ?? 0));
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
    expect(invoices.map((invoice) => [day(invoice.lines.data[0]?.period.start ?? 0), invoice.total])).toEqual(
      [
        ["2028-02-29", 14_900],
        ["2029-02-28", 14_900],
        ["2030-02-28", 14_900],
      ],
    );
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
    const before = typesOf(life).length;
    await advanceTo(stripe, life.clock, at("2026-02-01T02:00:00"));
    expect(typesOf(life).slice(before)).toEqual([
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
    expect(typesOf(life)).toContain("customer.subscription.trial_will_end");
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
