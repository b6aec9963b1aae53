import type Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { advanceTo, at, DAY } from "../advance-clock";
import { LifeBench } from "./life-bench";

let bench: LifeBench;
let stripe: Stripe;
let start: LifeBench["start"];
let invoicesOf: LifeBench["invoicesOf"];

beforeAll(async () => {
  bench = await LifeBench.start();
  ({ stripe, start, invoicesOf } = bench);
});
afterAll(() => bench.close());

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
