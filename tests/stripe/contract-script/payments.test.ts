import type Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { setScene } from "./scene";
import { Script } from "./script";

let script: Script;
let stripe: Stripe;
let call: Script["call"];
let refused: Script["refused"];
let customer: Stripe.Customer;

beforeAll(async () => {
  script = await Script.start();
  ({ stripe, call, refused } = script);
  ({ customer } = await setScene(stripe));
});
afterAll(() => script.close());

describe("every call stays within the contract: payments", () => {
  it("payment methods, setup intents, payment intents, charges, refunds", async () => {
    const card = await call(
      stripe.paymentMethods.create({
        type: "card",
        card: { token: "tok_visa" },
        billing_details: { name: "Ada" },
      }),
    );
    await call(stripe.paymentMethods.attach(card.id, { customer: customer.id }));
    await call(
      stripe.paymentMethods.update(card.id, {
        metadata: { a: "b" },
        billing_details: { email: "ada@example.com" },
      }),
    );
    await call(stripe.paymentMethods.retrieve(card.id, { expand: ["customer"] }));
    await call(stripe.paymentMethods.list({ customer: customer.id, type: "card" }));
    await call(stripe.customers.listPaymentMethods(customer.id, { type: "card" }));
    await call(stripe.customers.retrievePaymentMethod(customer.id, card.id));
    await call(
      stripe.customers.update(customer.id, { invoice_settings: { default_payment_method: card.id } }),
    );
    expect(
      await refused(
        stripe.paymentMethods.attach("pm_card_visa_chargeDeclinedInsufficientFunds", {
          customer: customer.id,
        }),
      ),
    ).toMatchObject({ decline_code: "insufficient_funds", statusCode: 402 });
    const second = await call(stripe.paymentMethods.attach("pm_card_mastercard", { customer: customer.id }));
    await call(stripe.paymentMethods.detach(second.id));
    const setup = await call(
      stripe.setupIntents.create({
        customer: customer.id,
        payment_method: "pm_card_visa",
        confirm: true,
        automatic_payment_methods: { enabled: true, allow_redirects: "never" },
      }),
    );
    expect(setup.status).toBe("succeeded");
    await call(stripe.setupIntents.retrieve(setup.id, { expand: ["payment_method"] }));
    await call(stripe.setupIntents.list({ customer: customer.id }));
    const waiting = await call(stripe.setupIntents.create({ customer: customer.id }));
    await call(stripe.setupIntents.update(waiting.id, { metadata: { a: "1" } }));
    expect(
      (
        await call(
          stripe.setupIntents.confirm(waiting.id, {
            payment_method: "pm_card_authenticationRequired",
            return_url: "http://localhost/back",
          }),
        )
      ).status,
    ).toBe("requires_action");
    await call(stripe.setupIntents.cancel(waiting.id));
    const intent = await call(
      stripe.paymentIntents.create({
        amount: 2_000,
        currency: "usd",
        customer: customer.id,
        payment_method: card.id,
        confirm: true,
        description: "credits",
        metadata: { k: "v" },
      }),
    );
    expect(intent.status).toBe("succeeded");
    await call(
      stripe.paymentIntents.retrieve(intent.id, {
        expand: ["latest_charge.balance_transaction", "payment_method", "customer"],
      }),
    );
    await call(stripe.paymentIntents.list({ customer: customer.id }));
    await call(stripe.paymentIntents.update(intent.id, { metadata: { k: "w" } }));
    await call(stripe.paymentIntents.search({ query: `customer:'${customer.id}'` }));
    const declined = await refused(
      stripe.paymentIntents.create({
        amount: 2_000,
        currency: "usd",
        payment_method: "pm_card_visa_chargeDeclined",
        confirm: true,
      }),
    );
    expect(declined).toMatchObject({
      type: "StripeCardError",
      code: "card_declined",
      decline_code: "generic_decline",
    });
    const secure = await call(
      stripe.paymentIntents.create({
        amount: 2_000,
        currency: "usd",
        payment_method: "pm_card_authenticationRequired",
        confirm: true,
        return_url: "http://localhost/back",
      }),
    );
    expect(secure.status).toBe("requires_action");
    await call(stripe.paymentIntents.cancel(secure.id, { cancellation_reason: "abandoned" }));
    const held = await call(
      stripe.paymentIntents.create({
        amount: 3_000,
        currency: "usd",
        payment_method: "pm_card_visa",
        confirm: true,
        capture_method: "manual",
      }),
    );
    await call(stripe.paymentIntents.capture(held.id, { amount_to_capture: 2_500 }));
    const open = await call(
      stripe.paymentIntents.create({ amount: 1_000, currency: "usd", customer: customer.id }),
    );
    await call(stripe.paymentIntents.confirm(open.id, { payment_method: card.id }));
    const charge = String(intent.latest_charge);
    await call(stripe.charges.retrieve(charge, { expand: ["refunds"] }));
    await call(stripe.charges.list({ payment_intent: intent.id }));
    await call(stripe.charges.update(charge, { description: "now with words" }));
    const refund = await call(
      stripe.refunds.create({ payment_intent: intent.id, amount: 500, reason: "requested_by_customer" }),
    );
    await call(stripe.refunds.retrieve(refund.id, { expand: ["charge", "balance_transaction"] }));
    await call(stripe.refunds.update(refund.id, { metadata: { why: "asked" } }));
    await call(stripe.refunds.list({ payment_intent: intent.id }));
    await call(stripe.refunds.create({ charge }));
    expect((await refused(stripe.refunds.create({ charge }))).code).toBe("charge_already_refunded");
  });

  it("covers what it is there for without one violation, in calls or events", () => {
    script.expectCovered("payments");
  });
});
