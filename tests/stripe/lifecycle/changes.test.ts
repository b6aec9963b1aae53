import type Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { advanceTo, at } from "../advance-clock";
import { LifeBench } from "./life-bench";

let bench: LifeBench;
let stripe: Stripe;
let monthly: Stripe.Price;
let premium: Stripe.Price;
let yearly: Stripe.Price;
let start: LifeBench["start"];
let invoicesOf: LifeBench["invoicesOf"];

beforeAll(async () => {
  bench = await LifeBench.start();
  ({ stripe, monthly, premium, yearly, start, invoicesOf } = bench);
});
afterAll(() => bench.close());

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
