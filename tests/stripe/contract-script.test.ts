import type Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type CheckedStripe, startCheckedStripe } from "@/tests/contract/checked-stripe";
import { advanceTo, at, DAY } from "./advance-clock";

let checked: CheckedStripe;
let stripe: Stripe;
let calls = 0;

/** Counts what it waits for. */
async function call<T>(answer: PromiseLike<T>): Promise<T> {
  calls++;
  return await answer;
}

/** A refusal, as the SDK throws it. */
async function refused(answer: PromiseLike<unknown>): Promise<{
  code?: string;
  statusCode?: number;
  type: string;
  message: string;
  decline_code?: string;
  param?: string;
}> {
  calls++;
  try {
    await answer;
  } catch (error) {
    return error as never;
  }
  throw new Error("The call was expected to be refused.");
}

async function complete(
  session: string,
  body: object,
): Promise<{ state: string; code?: string; message?: string }> {
  const answer = await fetch(`${checked.local.url}/_local/checkout/${session}/complete`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  return (await answer.json()) as { state: string };
}

beforeAll(async () => {
  checked = await startCheckedStripe();
  stripe = checked.stripe;
});
afterAll(() => checked.close());

describe("every call the product uses stays within the contract", () => {
  let customer: Stripe.Customer;
  let product: Stripe.Product;
  let monthly: Stripe.Price;
  let yearly: Stripe.Price;
  let premium: Stripe.Price;
  let pack: Stripe.Price;

  it("customers, tax ids and balance", async () => {
    customer = await call(
      stripe.customers.create({
        email: "ada@example.com",
        name: "Ada",
        metadata: { account: "a1" },
        address: { country: "US", line1: "1 Main St" },
        phone: "+15550100",
      }),
    );
    await call(stripe.customers.retrieve(customer.id));
    await call(
      stripe.customers.retrieve(customer.id, {
        expand: ["subscriptions", "tax_ids", "sources", "tax", "cash_balance"],
      }),
    );
    const updated = await call(
      stripe.customers.update(customer.id, {
        description: "first",
        metadata: { account: "", plan: "pro" },
        shipping: { name: "Ada", address: { country: "US" } },
      }),
    );
    expect(updated.metadata).toEqual({ plan: "pro" });
    await call(stripe.customers.list({ email: "ada@example.com", limit: 3 }));
    await call(stripe.customers.search({ query: "email:'ada@example.com' AND metadata['plan']:'pro'" }));
    const taxId = await call(
      stripe.customers.createTaxId(customer.id, { type: "eu_vat", value: "DE123456789" }),
    );
    await call(stripe.customers.listTaxIds(customer.id));
    await call(stripe.customers.retrieveTaxId(customer.id, taxId.id));
    await call(stripe.customers.deleteTaxId(customer.id, taxId.id));
    const entry = await call(
      stripe.customers.createBalanceTransaction(customer.id, {
        amount: -500,
        currency: "usd",
        description: "sorry",
      }),
    );
    await call(stripe.customers.listBalanceTransactions(customer.id));
    await call(stripe.customers.retrieveBalanceTransaction(customer.id, entry.id));
    await call(
      stripe.customers.updateBalanceTransaction(customer.id, entry.id, { description: "very sorry" }),
    );
    await call(stripe.customers.createBalanceTransaction(customer.id, { amount: 500, currency: "usd" }));
    const gone = await call(stripe.customers.create({ email: "gone@example.com" }));
    await call(stripe.customers.del(gone.id));
    expect(await call(stripe.customers.retrieve(gone.id))).toMatchObject({ deleted: true });
    expect(await refused(stripe.customers.retrieve("cus_nobody"))).toMatchObject({
      code: "resource_missing",
      statusCode: 404,
    });
    expect(await refused(stripe.customers.create({ colour: "red" } as never))).toMatchObject({
      code: "parameter_unknown",
      param: "colour",
    });
  });

  it("products and prices", async () => {
    product = await call(
      stripe.products.create({
        name: "Pro",
        metadata: { tier: "pro" },
        marketing_features: [{ name: "Everything" }],
        default_price_data: { currency: "usd", unit_amount: 1490, recurring: { interval: "month" } },
      }),
    );
    await call(stripe.products.retrieve(product.id, { expand: ["default_price"] }));
    await call(stripe.products.update(product.id, { description: "The plan for most" }));
    await call(stripe.products.list({ active: true, ids: [product.id] }));
    await call(stripe.products.search({ query: "active:'true' AND name:'Pro'" }));
    const spare = await call(stripe.products.create({ id: "prod_spare", name: "Spare" }));
    await call(stripe.products.del(spare.id));
    const options = {
      currency_options: {
        inr: { unit_amount: 14_900 },
        gbp: { unit_amount: 1_190, tax_behavior: "inclusive" as const },
      },
    };
    monthly = await call(
      stripe.prices.create({
        product: product.id,
        currency: "usd",
        unit_amount: 1_490,
        recurring: { interval: "month" },
        lookup_key: "pro_monthly",
        tax_behavior: "exclusive",
        ...options,
      }),
    );
    yearly = await call(
      stripe.prices.create({
        product: product.id,
        currency: "usd",
        unit_amount: 14_900,
        recurring: { interval: "year" },
        lookup_key: "pro_yearly",
        nickname: "Yearly",
      }),
    );
    premium = await call(
      stripe.prices.create({
        product_data: { name: "Premium" },
        currency: "usd",
        unit_amount: 2_490,
        recurring: { interval: "month" },
      }),
    );
    pack = await call(
      stripe.prices.create({
        product_data: { name: "100 credits" },
        currency: "usd",
        unit_amount: 1_299,
        currency_options: { inr: { unit_amount: 99_900 } },
      }),
    );
    await call(
      stripe.prices.create({
        product: product.id,
        currency: "usd",
        billing_scheme: "tiered",
        tiers_mode: "graduated",
        recurring: { interval: "month" },
        tiers: [
          { up_to: 10, unit_amount: 100 },
          { up_to: "inf", unit_amount: 50, flat_amount: 200 },
        ],
        expand: ["tiers"],
      }),
    );
    await call(stripe.prices.retrieve(monthly.id, { expand: ["currency_options", "product"] }));
    await call(stripe.prices.update(monthly.id, { metadata: { order: "1" } }));
    expect(
      (await call(stripe.prices.list({ lookup_keys: ["pro_monthly"], expand: ["data.product"] }))).data,
    ).toHaveLength(1);
    await call(
      stripe.prices.list({ product: product.id, type: "recurring", recurring: { interval: "month" } }),
    );
    await call(stripe.prices.search({ query: "lookup_key:'pro_yearly'" }));
    const taken = await refused(
      stripe.prices.create({
        product: product.id,
        currency: "usd",
        unit_amount: 1,
        lookup_key: "pro_monthly",
      }),
    );
    expect(taken.code).toBe("resource_already_exists");
    await call(stripe.prices.update(yearly.id, { lookup_key: "pro_monthly", transfer_lookup_key: true }));
    expect((await call(stripe.prices.retrieve(monthly.id))).lookup_key).toBeNull();
    await call(stripe.prices.update(monthly.id, { lookup_key: "pro_monthly", transfer_lookup_key: true }));
  });

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
    calls++;
    await advanceTo(stripe, clock.id, at("2026-03-02T10:00:00"));
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

  it("invoices, invoice items, credit notes", async () => {
    const item = await call(
      stripe.invoiceItems.create({
        customer: customer.id,
        amount: 700,
        currency: "usd",
        description: "Setup",
      }),
    );
    await call(stripe.invoiceItems.retrieve(item.id));
    await call(stripe.invoiceItems.update(item.id, { amount: 900 }));
    await call(stripe.invoiceItems.list({ customer: customer.id, pending: true }));
    const draft = await call(
      stripe.invoices.create({
        customer: customer.id,
        pending_invoice_items_behavior: "include",
        auto_advance: false,
        description: "by hand",
      }),
    );
    await call(
      stripe.invoiceItems.create({
        customer: customer.id,
        invoice: draft.id ?? "",
        pricing: { price: pack.id },
        quantity: 2,
      }),
    );
    await call(stripe.invoices.update(draft.id ?? "", { metadata: { a: "1" }, footer: "Thanks" }));
    await call(stripe.invoices.finalizeInvoice(draft.id ?? "", { auto_advance: false }));
    const note = await call(
      stripe.creditNotes.create({ invoice: draft.id ?? "", amount: 100, reason: "order_change" }),
    );
    await call(stripe.creditNotes.voidCreditNote(note.id));
    const paid = await call(
      stripe.invoices.pay(draft.id ?? "", { expand: ["payments.data.payment.payment_intent"] }),
    );
    expect(paid).toMatchObject({ status: "paid", amount_paid: 900 + 2 * 1_299 });
    await call(stripe.invoices.retrieve(draft.id ?? "", { expand: ["payments", "customer"] }));
    await call(stripe.invoices.listLineItems(draft.id ?? ""));
    await call(stripe.invoices.list({ customer: customer.id, status: "paid" }));
    await call(stripe.invoices.search({ query: `customer:'${customer.id}'` }));
    const payment = (await call(stripe.invoicePayments.list({ invoice: draft.id ?? "" }))).data[0];
    await call(stripe.invoicePayments.retrieve(payment?.id ?? "", { expand: ["invoice"] }));
    await call(
      stripe.invoicePayments.list({
        payment: { type: "payment_intent", payment_intent: String(payment?.payment.payment_intent) },
      }),
    );
    await call(stripe.creditNotes.preview({ invoice: draft.id ?? "", amount: 200, credit_amount: 200 }));
    const credit = await call(
      stripe.creditNotes.create({
        invoice: draft.id ?? "",
        lines: [{ type: "invoice_line_item", invoice_line_item: paid.lines.data[0]?.id ?? "", quantity: 1 }],
        refund_amount: 1_299,
      }),
    );
    await call(
      stripe.creditNotes.retrieve(credit.id, { expand: ["refunds.refund", "customer_balance_transaction"] }),
    );
    await call(stripe.creditNotes.update(credit.id, { memo: "sorry" }));
    await call(stripe.creditNotes.list({ invoice: draft.id ?? "" }));
    await call(stripe.creditNotes.listLineItems(credit.id));
    const voided = await call(stripe.invoices.create({ customer: customer.id }));
    await call(
      stripe.invoiceItems.create({
        customer: customer.id,
        invoice: voided.id ?? "",
        amount: 500,
        currency: "usd",
      }),
    );
    await call(stripe.invoices.finalizeInvoice(voided.id ?? ""));
    await call(stripe.invoices.markUncollectible(voided.id ?? ""));
    await call(stripe.invoices.voidInvoice(voided.id ?? ""));
    const sent = await call(
      stripe.invoices.create({ customer: customer.id, collection_method: "send_invoice", days_until_due: 7 }),
    );
    const loose = await call(
      stripe.invoiceItems.create({
        customer: customer.id,
        invoice: sent.id ?? "",
        amount: 500,
        currency: "usd",
      }),
    );
    await call(stripe.invoiceItems.del(loose.id));
    await call(stripe.invoices.sendInvoice(sent.id ?? ""));
    const dropped = await call(stripe.invoices.create({ customer: customer.id }));
    await call(stripe.invoices.del(dropped.id ?? ""));
    await call(
      stripe.invoices.createPreview({
        customer: customer.id,
        subscription_details: { items: [{ price: monthly.id }] },
      }),
    );
    await call(
      stripe.invoices.createPreview({
        customer: customer.id,
        invoice_items: [{ amount: 100, currency: "usd" }],
      }),
    );
  });

  it("meters, disputes, events, webhook endpoints", async () => {
    const meter = await call(
      stripe.billing.meters.create({
        display_name: "Generations",
        event_name: "generations",
        default_aggregation: { formula: "sum" },
      }),
    );
    await call(stripe.billing.meters.retrieve(meter.id));
    await call(stripe.billing.meters.update(meter.id, { display_name: "AI generations" }));
    await call(stripe.billing.meters.list({ status: "active" }));
    const payload = { stripe_customer_id: customer.id, value: "25" };
    await call(stripe.billing.meterEvents.create({ event_name: "generations", payload, identifier: "once" }));
    expect(
      (
        await refused(
          stripe.billing.meterEvents.create({ event_name: "generations", payload, identifier: "once" }),
        )
      ).code,
    ).toBe("duplicate_meter_event");
    await call(
      stripe.billing.meterEvents.create({ event_name: "generations", payload, identifier: "twice" }),
    );
    await call(
      stripe.billing.meterEventAdjustments.create({
        event_name: "generations",
        type: "cancel",
        cancel: { identifier: "twice" },
      }),
    );
    const now = Math.floor(Date.now() / 60_000) * 60;
    const summary = await call(
      stripe.billing.meters.listEventSummaries(meter.id, {
        customer: customer.id,
        start_time: now - DAY,
        end_time: now + DAY,
      }),
    );
    expect(summary.data[0]?.aggregated_value).toBe(25);
    await call(
      stripe.prices.create({
        product: product.id,
        currency: "usd",
        unit_amount_decimal: "0.5" as never,
        recurring: { interval: "month", usage_type: "metered", meter: meter.id },
      }),
    );
    await call(stripe.billing.meters.deactivate(meter.id));
    await call(stripe.billing.meters.reactivate(meter.id));
    const disputed = await call(
      stripe.paymentIntents.create({
        amount: 5_000,
        currency: "usd",
        payment_method: "pm_card_createDispute",
        confirm: true,
      }),
    );
    const dispute = (await call(stripe.disputes.list({ payment_intent: disputed.id }))).data[0]?.id ?? "";
    await call(stripe.disputes.retrieve(dispute, { expand: ["charge", "payment_intent"] }));
    await call(
      stripe.disputes.update(dispute, { evidence: { product_description: "a plan" }, submit: false }),
    );
    expect(
      (await call(stripe.disputes.update(dispute, { evidence: { uncategorized_text: "winning_evidence" } })))
        .status,
    ).toBe("won");
    const other = await call(
      stripe.paymentIntents.create({
        amount: 5_000,
        currency: "usd",
        payment_method: "pm_card_createDisputeProductNotReceived",
        confirm: true,
      }),
    );
    await call(
      stripe.disputes.close(
        (await call(stripe.disputes.list({ payment_intent: other.id }))).data[0]?.id ?? "",
      ),
    );
    const events = await call(stripe.events.list({ limit: 100 }));
    await call(stripe.events.list({ types: ["invoice.paid", "customer.created"], limit: 5 }));
    await call(stripe.events.retrieve(events.data[0]?.id ?? ""));
    const page = await call(stripe.events.list({ limit: 2, starting_after: events.data[1]?.id ?? "" }));
    expect(page.data[0]?.id).toBe(events.data[2]?.id);
    expect(
      (await call(stripe.events.list({ limit: 2, ending_before: events.data[2]?.id ?? "" }))).data[0]?.id,
    ).toBe(events.data[0]?.id);
    const endpoint = await call(
      stripe.webhookEndpoints.create({
        url: "http://127.0.0.1:9/none",
        enabled_events: ["invoice.paid"],
        api_version: checked.local.world.apiVersion as never,
      }),
    );
    await call(stripe.webhookEndpoints.retrieve(endpoint.id));
    await call(stripe.webhookEndpoints.update(endpoint.id, { enabled_events: ["*"], disabled: true }));
    await call(stripe.webhookEndpoints.list());
    await call(stripe.webhookEndpoints.del(endpoint.id));
  });

  it("has made at least 150 calls without one violation, in calls or events", () => {
    expect(checked.violations()).toEqual([]);
    expect(calls).toBeGreaterThanOrEqual(150);
    expect(checked.proxy.report.operations.size).toBeGreaterThanOrEqual(120);
  });
});
