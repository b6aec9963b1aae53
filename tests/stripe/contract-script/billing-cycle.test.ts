import type Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Script } from "./script";

let script: Script;
let stripe: Stripe;
let call: Script["call"];

beforeAll(async () => {
  script = await Script.start();
  ({ stripe, call } = script);
});
afterAll(() => script.close());

describe("every call stays within the contract: a subscription's billing cycle", () => {
  it("every parameter of it", async () => {
    const clock = await call(
      stripe.testHelpers.testClocks.create({ frozen_time: Date.UTC(2027, 0, 10) / 1000 }),
    );
    const owner = await call(
      stripe.customers.create({ test_clock: clock.id, payment_method: "pm_card_visa" }),
    );
    const card = (await call(stripe.paymentMethods.list({ customer: owner.id }))).data[0]?.id ?? "";
    const item = async (unit_amount: number, interval: "month" | "year") =>
      await call(
        stripe.prices.create({
          product_data: { name: interval },
          currency: "usd",
          unit_amount,
          recurring: { interval },
        }),
      );
    const monthly = (await item(1_000, "month")).id;
    const yearly = (await item(10_000, "year")).id;
    const made = await call(
      stripe.subscriptions.create({
        customer: owner.id,
        items: [{ price: monthly }, { price: yearly }],
        default_payment_method: card,
        billing_mode: { type: "flexible" },
        billing_cycle_anchor_config: { day_of_month: 1 },
      }),
    );
    await call(stripe.subscriptions.migrate(made.id, { billing_mode: { type: "flexible" } }));
    await call(stripe.invoices.createPreview({ subscription: made.id }));
    await call(stripe.subscriptions.update(made.id, { billing_cycle_anchor: { type: "now" } }));
    await call(
      stripe.subscriptions.update(made.id, { cancel_at: "max_period_end", proration_behavior: "none" }),
    );
    await call(stripe.subscriptions.update(made.id, { cancel_at: "" }));
    await call(stripe.subscriptions.pause(made.id, { bill_for: { unused_time_from: { type: "now" } } }));
    const resumed = await call(
      stripe.subscriptions.resume(made.id, { payment_behavior: "resume_on_payment_success" }),
    );
    expect(resumed.status).toBe("active");
  });

  it("covers what it is there for without one violation, in calls or events", () => {
    script.expectCovered("billingCycle");
  });
});
