import type Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { advanceTo, at } from "../advance-clock";
import { setScene } from "./scene";
import { Script } from "./script";

let script: Script;
let stripe: Stripe;
let call: Script["call"];
let refused: Script["refused"];
let monthly: Stripe.Price;
let premium: Stripe.Price;

beforeAll(async () => {
  script = await Script.start();
  ({ stripe, call, refused } = script);
  ({ monthly, premium } = await setScene(stripe));
  await stripe.coupons.create({ id: "HALF", percent_off: 50, duration: "once" });
});
afterAll(() => script.close());

describe("every call stays within the contract: subscriptions", () => {
  it("subscriptions, items, schedules, pauses", async () => {
    const clock = await call(
      stripe.testHelpers.testClocks.create({ frozen_time: at("2026-01-31T10:00:00"), name: "life" }),
    );
    const owner = await call(
      stripe.customers.create({
        test_clock: clock.id,
        email: "life@example.com",
        payment_method: "pm_card_visa",
        address: { country: "DE" },
      }),
    );
    const card = (await call(stripe.paymentMethods.list({ customer: owner.id }))).data[0]?.id ?? "";
    await call(stripe.customers.update(owner.id, { invoice_settings: { default_payment_method: card } }));
    const made = await call(
      stripe.subscriptions.create({
        customer: owner.id,
        items: [{ price: monthly.id }],
        metadata: { a: "1" },
        automatic_tax: { enabled: true },
        expand: [
          "latest_invoice.payments",
          "latest_invoice.confirmation_secret",
          "default_payment_method",
          "pending_setup_intent",
        ],
      }),
    );
    expect(made.status).toBe("active");
    const item = made.items.data[0]?.id ?? "";
    await call(stripe.subscriptions.retrieve(made.id, { expand: ["discounts", "schedule"] }));
    await call(stripe.subscriptionItems.list({ subscription: made.id }));
    await call(stripe.subscriptionItems.retrieve(item));
    await call(
      stripe.subscriptionItems.update(item, { quantity: 2, proration_behavior: "create_prorations" }),
    );
    const preview = await call(
      stripe.invoices.createPreview({
        customer: owner.id,
        subscription: made.id,
        subscription_details: {
          items: [{ id: item, price: premium.id }],
          proration_behavior: "always_invoice",
        },
      }),
    );
    const upgraded = await call(
      stripe.subscriptions.update(made.id, {
        items: [{ id: item, price: premium.id }],
        proration_behavior: "always_invoice",
        payment_behavior: "pending_if_incomplete",
        expand: ["latest_invoice"],
      }),
    );
    expect((upgraded.latest_invoice as Stripe.Invoice).total).toBe(preview.total);
    await call(stripe.subscriptions.update(made.id, { cancel_at_period_end: true, metadata: { b: "2" } }));
    await call(stripe.subscriptions.update(made.id, { cancel_at_period_end: false }));
    await call(stripe.subscriptions.update(made.id, { pause_collection: { behavior: "void" } }));
    await call(stripe.subscriptions.update(made.id, { pause_collection: "" }));
    await call(stripe.subscriptions.update(made.id, { discounts: [{ coupon: "HALF" }] }));
    await call(stripe.subscriptions.retrieve(made.id, { expand: ["discounts"] }));
    await call(stripe.subscriptions.deleteDiscount(made.id));
    const schedule = await call(stripe.subscriptionSchedules.create({ from_subscription: made.id }));
    const phase = schedule.phases[0];
    await call(
      stripe.subscriptionSchedules.update(schedule.id, {
        end_behavior: "release",
        phases: [
          {
            items: [{ price: premium.id, quantity: 2 }],
            start_date: phase?.start_date ?? 0,
            end_date: phase?.end_date ?? 0,
          },
          { items: [{ price: monthly.id, quantity: 1 }], proration_behavior: "none" },
        ],
      }),
    );
    await call(stripe.subscriptionSchedules.retrieve(schedule.id, { expand: ["subscription"] }));
    await call(stripe.subscriptionSchedules.list({ customer: owner.id }));
    expect(await refused(stripe.subscriptions.pause(made.id, { type: "subscription" }))).toMatchObject({
      statusCode: 400,
    });
    await call(advanceTo(stripe, clock.id, at("2026-03-02T10:00:00")));
    const moved = await call(stripe.subscriptions.retrieve(made.id));
    expect(moved.items.data[0]).toMatchObject({ price: { id: monthly.id }, quantity: 1 });
    await call(stripe.subscriptionSchedules.release(schedule.id));
    await call(stripe.subscriptions.pause(made.id, { type: "subscription" }));
    expect(
      (
        await call(
          stripe.subscriptions.resume(made.id, {
            billing_cycle_anchor: { type: "unchanged" },
            proration_behavior: "none",
          }),
        )
      ).status,
    ).toBe("active");
    const extra = await call(
      stripe.subscriptionItems.create({ subscription: made.id, price: premium.id, quantity: 1 }),
    );
    await call(stripe.subscriptionItems.del(extra.id, { proration_behavior: "none" }));
    await call(stripe.subscriptions.search({ query: "status:'active'" }));
    await call(
      stripe.subscriptions.list({
        customer: owner.id,
        price: monthly.id,
        status: "active",
        expand: ["data.latest_invoice", "data.customer"],
      }),
    );
    await call(stripe.subscriptions.cancel(made.id, { invoice_now: true, prorate: true }));
    const later = await call(
      stripe.subscriptionSchedules.create({
        customer: owner.id,
        start_date: at("2026-04-01T00:00:00"),
        phases: [{ items: [{ price: monthly.id }] }],
      }),
    );
    await call(stripe.subscriptionSchedules.cancel(later.id));
    await call(stripe.testHelpers.testClocks.list());
    await call(stripe.testHelpers.testClocks.del(clock.id));
  });

  it("covers what it is there for without one violation, in calls or events", () => {
    script.expectCovered("subscriptions");
  });
});
