import type Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { setScene } from "./scene";
import { Script } from "./script";

let script: Script;
let stripe: Stripe;
let call: Script["call"];
let refused: Script["refused"];
let complete: Script["complete"];
let customer: Stripe.Customer;
let product: Stripe.Product;
let monthly: Stripe.Price;
let yearly: Stripe.Price;
let pack: Stripe.Price;

beforeAll(async () => {
  script = await Script.start();
  ({ stripe, call, refused, complete } = script);
  ({ customer, product, monthly, yearly, pack } = await setScene(stripe));
});
afterAll(() => script.close());

describe("every call stays within the contract: discounts, checkout and portal", () => {
  it("coupons, promotion codes and tax rates", async () => {
    const half = await call(
      stripe.coupons.create({ id: "HALF", percent_off: 50, duration: "once", name: "Half" }),
    );
    await call(
      stripe.coupons.create({
        amount_off: 300,
        currency: "usd",
        duration: "repeating",
        duration_in_months: 3,
        applies_to: { products: [product.id] },
      }),
    );
    await call(stripe.coupons.retrieve(half.id, { expand: ["applies_to", "currency_options"] }));
    await call(stripe.coupons.update(half.id, { metadata: { a: "1" } }));
    await call(stripe.coupons.list({ limit: 2 }));
    const code = await call(
      stripe.promotionCodes.create({ promotion: { type: "coupon", coupon: half.id }, code: "WELCOME" }),
    );
    await call(stripe.promotionCodes.retrieve(code.id, { expand: ["promotion.coupon"] }));
    await call(stripe.promotionCodes.list({ code: "welcome", active: true }));
    await call(stripe.promotionCodes.update(code.id, { metadata: { a: "1" } }));
    const spare = await call(stripe.coupons.create({ percent_off: 5, duration: "forever" }));
    await call(stripe.coupons.del(spare.id));
    const rate = await call(
      stripe.taxRates.create({ display_name: "VAT", percentage: 20, inclusive: false, country: "GB" }),
    );
    await call(stripe.taxRates.retrieve(rate.id));
    await call(stripe.taxRates.update(rate.id, { active: false }));
    await call(stripe.taxRates.list({ active: false }));
    const taxId = await call(
      stripe.taxIds.create({
        type: "gb_vat",
        value: "GB123456789",
        owner: { type: "customer", customer: customer.id },
      }),
    );
    await call(stripe.taxIds.retrieve(taxId.id));
    await call(stripe.taxIds.list({ owner: { type: "customer", customer: customer.id } }));
    await call(stripe.taxIds.del(taxId.id));
  });

  it("checkout and portal", async () => {
    const urls = {
      success_url: "http://localhost/ok?s={CHECKOUT_SESSION_ID}",
      cancel_url: "http://localhost/no",
    };
    const trial = await call(
      stripe.checkout.sessions.create({
        mode: "subscription",
        customer: customer.id,
        client_reference_id: "acc",
        line_items: [{ price: monthly.id, quantity: 1 }],
        subscription_data: { trial_period_days: 14, metadata: { account: "a1" } },
        allow_promotion_codes: true,
        metadata: { a: "1" },
        ...urls,
      }),
    );
    expect(trial.amount_total).toBe(0);
    await call(stripe.checkout.sessions.listLineItems(trial.id));
    expect(await complete(trial.id, { card: "4000000000000002" })).toMatchObject({ state: "declined" });
    expect(
      (await call(stripe.subscriptions.list({ customer: customer.id, status: "all" }))).data,
    ).toHaveLength(0);
    expect(await complete(trial.id, {})).toMatchObject({ state: "complete" });
    const done = await call(
      stripe.checkout.sessions.retrieve(trial.id, {
        expand: ["subscription.latest_invoice", "line_items", "customer"],
      }),
    );
    expect(done).toMatchObject({
      status: "complete",
      payment_status: "no_payment_required",
      subscription: { status: "trialing" },
    });
    await call(stripe.checkout.sessions.list({ customer: customer.id }));
    const buy = await call(
      stripe.checkout.sessions.create({
        mode: "payment",
        customer: customer.id,
        line_items: [{ price: pack.id, quantity: 2 }],
        invoice_creation: { enabled: true, invoice_data: { metadata: { pack: "1" } } },
        payment_intent_data: { metadata: { pack: "1" } },
        ...urls,
      }),
    );
    expect(await complete(buy.id, { card: "4000002760003184" })).toMatchObject({ state: "complete" });
    expect(
      await call(
        stripe.checkout.sessions.retrieve(buy.id, { expand: ["payment_intent.latest_charge", "invoice"] }),
      ),
    ).toMatchObject({
      payment_status: "paid",
      amount_total: 2_598,
      invoice: { status: "paid", amount_paid: 2_598 },
    });
    const save = await call(
      stripe.checkout.sessions.create({ mode: "setup", customer: customer.id, currency: "usd", ...urls }),
    );
    expect(await complete(save.id, {})).toMatchObject({ state: "complete" });
    await call(stripe.checkout.sessions.retrieve(save.id, { expand: ["setup_intent"] }));
    const left = await call(
      stripe.checkout.sessions.create({
        mode: "subscription",
        customer_email: "new@example.com",
        currency: "inr",
        line_items: [{ price: monthly.id, quantity: 1 }],
        discounts: [{ coupon: "HALF" }],
        ...urls,
      }),
    );
    expect(left.amount_total).toBe(7_450);
    await call(stripe.checkout.sessions.update(left.id, { metadata: { b: "2" } }));
    await call(stripe.checkout.sessions.expire(left.id));
    expect(await refused(stripe.checkout.sessions.expire(left.id))).toMatchObject({ statusCode: 400 });
    const configuration = await call(
      stripe.billingPortal.configurations.create({
        features: {
          invoice_history: { enabled: true },
          subscription_cancel: { enabled: true, mode: "at_period_end" },
          payment_method_update: { enabled: true },
          subscription_update: {
            enabled: true,
            default_allowed_updates: ["price"],
            products: [{ product: product.id, prices: [monthly.id, yearly.id] }],
          },
        },
      }),
    );
    await call(stripe.billingPortal.configurations.retrieve(configuration.id));
    await call(
      stripe.billingPortal.configurations.update(configuration.id, {
        business_profile: { headline: "Meterhouse" },
      }),
    );
    await call(stripe.billingPortal.configurations.list({ active: true }));
    await call(
      stripe.billingPortal.sessions.create({
        customer: customer.id,
        configuration: configuration.id,
        return_url: "http://localhost/billing",
      }),
    );
    const subscription = String(
      (await call(stripe.subscriptions.list({ customer: customer.id }))).data[0]?.id,
    );
    await call(
      stripe.billingPortal.sessions.create({
        customer: customer.id,
        return_url: "http://localhost/billing",
        flow_data: { type: "subscription_cancel", subscription_cancel: { subscription } },
      }),
    );
    await call(
      stripe.subscriptions.cancel(subscription, {
        cancellation_details: { comment: "done", feedback: "unused" },
      }),
    );
  });

  it("covers what it is there for without one violation, in calls or events", () => {
    script.expectCovered("discountsAndCheckout");
  });
});
