import type Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { advanceTo, at } from "../advance-clock";
import { LifeBench } from "./life-bench";

let bench: LifeBench;
let stripe: Stripe;
let monthly: Stripe.Price;
let premium: Stripe.Price;
let start: LifeBench["start"];
let invoicesOf: LifeBench["invoicesOf"];
let setCard: LifeBench["setCard"];

beforeAll(async () => {
  bench = await LifeBench.start();
  ({ stripe, monthly, premium, start, invoicesOf, setCard } = bench);
});
afterAll(() => bench.close());

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
