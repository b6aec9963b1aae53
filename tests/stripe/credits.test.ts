import type Stripe from "stripe";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type CheckedStripe, startCheckedStripe } from "@/tests/contract/checked-stripe";
import { advanceTo, at, DAY } from "./advance-clock";

let checked: CheckedStripe;
let stripe: Stripe;
let metered: string;
let other: string;
let flat: string;
let clock: string;
let customer: string;

const START = at("2026-04-01T00:00:00");
const END = at("2026-05-01T00:00:00");

beforeAll(async () => {
  checked = await startCheckedStripe();
  stripe = checked.stripe;
  const priceOf = async (event_name: string) => {
    const meter = await stripe.billing.meters.create({
      display_name: event_name,
      event_name,
      default_aggregation: { formula: "sum" },
    });
    const price = await stripe.prices.create({
      product_data: { name: event_name },
      currency: "usd",
      unit_amount: 10,
      recurring: { interval: "month", usage_type: "metered", meter: meter.id },
    });
    return price.id;
  };
  metered = await priceOf("calls");
  other = await priceOf("images");
  flat = (
    await stripe.prices.create({
      product_data: { name: "Pro" },
      currency: "usd",
      unit_amount: 1_490,
      recurring: { interval: "month" },
    })
  ).id;
});
beforeEach(async () => {
  clock = (await stripe.testHelpers.testClocks.create({ frozen_time: START })).id;
  customer = (
    await stripe.customers.create({
      test_clock: clock,
      email: "credit@example.com",
      address: { country: "DE" },
    })
  ).id;
  const card = await stripe.paymentMethods.attach("pm_card_visa", { customer });
  await stripe.customers.update(customer, { invoice_settings: { default_payment_method: card.id } });
});
afterAll(async () => {
  expect(checked.violations()).toEqual([]);
  await checked.close();
});

const grant = (value: number, params: Partial<Stripe.Billing.CreditGrantCreateParams> = {}) =>
  stripe.billing.creditGrants.create({
    customer,
    amount: { type: "monetary", monetary: { currency: "usd", value } },
    applicability_config: { scope: { price_type: "metered" } },
    ...params,
  });
const use = (value: number, event_name = "calls") =>
  stripe.billing.meterEvents.create({
    event_name,
    payload: { stripe_customer_id: customer, value: String(value) },
  });
const balance = async () => {
  const { balances } = await stripe.billing.creditBalanceSummaries.retrieve({
    customer,
    filter: { type: "applicability_scope", applicability_scope: { price_type: "metered" } },
  });
  return [balances[0]?.available_balance.monetary?.value, balances[0]?.ledger_balance.monetary?.value];
};
const renewal = async () => {
  await advanceTo(stripe, clock, END + 7200);
  const { data } = await stripe.invoices.list({ customer, limit: 1 });
  return data[0] as Stripe.Invoice;
};
const leftOf = async (id: string) => {
  const { balances } = await stripe.billing.creditBalanceSummaries.retrieve({
    customer,
    filter: { type: "credit_grant", credit_grant: id },
  });
  return balances[0]?.ledger_balance.monetary?.value;
};

describe("credits", () => {
  it("pay for metered lines only, before tax, and the preview shows it", async () => {
    const given = await grant(700);
    await stripe.subscriptions.create({
      customer,
      items: [{ price: flat }, { price: metered }],
      automatic_tax: { enabled: true },
    });
    await use(100);
    await advanceTo(stripe, clock, END - DAY);
    const { data } = await stripe.subscriptions.list({ customer });
    const preview = await stripe.invoices.createPreview({ subscription: data[0]?.id ?? "" });
    const invoice = await renewal();
    // 14.90 and 10.00 of usage, of which 7.00 are credit; 19 percent on 17.90
    expect(invoice).toMatchObject({
      status: "paid",
      subtotal: 2_490,
      total: 1_790 + 340,
      total_pretax_credit_amounts: [{ amount: 700, type: "credit_balance_transaction" }],
    });
    expect(preview).toMatchObject({ subtotal: 2_490, total: invoice.total });
    expect(await balance()).toEqual([0, 0]);
    const ledger = await stripe.billing.creditBalanceTransactions.list({
      credit_grant: given.id,
      customer,
      expand: ["data.credit_grant"],
    });
    const line = invoice.lines.data.find((each) => each.pricing?.price_details?.price === metered);
    expect(ledger.data.map((entry) => entry.debit?.type ?? entry.credit?.type)).toEqual([
      "credits_applied",
      "credits_granted",
    ]);
    expect(ledger.data[0]?.debit?.credits_applied).toEqual({
      invoice: invoice.id,
      invoice_line_item: line?.id,
    });
    expect(line?.pretax_credit_amounts?.[0]?.credit_balance_transaction).toBe(ledger.data[0]?.id);
  });

  it("are used in the documented order: priority, expiry, promotional first, effective first", async () => {
    const paid = await grant(100, { name: "paid" });
    const promotional = await grant(100, { category: "promotional" });
    const soon = await grant(100, { expires_at: END + 30 * DAY });
    const first = await grant(100, { priority: 10 });
    await stripe.subscriptions.create({ customer, items: [{ price: metered }] });
    await use(35);
    expect((await renewal()).total).toBe(0);
    expect(await Promise.all([first, soon, promotional, paid].map(({ id }) => leftOf(id)))).toEqual([
      0, 0, 0, 50,
    ]);
  });

  it("apply to the prices they name, in their currency, once effective and until they expire", async () => {
    const named = await grant(1_000, { applicability_config: { scope: { prices: [{ id: other }] } } });
    const euros = await grant(1_000, {
      amount: { type: "monetary", monetary: { currency: "eur", value: 1_000 } },
    });
    const later = await grant(1_000, { effective_at: END + 30 * DAY });
    const over = await grant(1_000, { expires_at: END - DAY });
    await stripe.subscriptions.create({ customer, items: [{ price: metered }, { price: other }] });
    await use(50);
    await use(30, "images");
    expect(await renewal()).toMatchObject({ subtotal: 800, total: 500 });
    expect(await Promise.all([named, later, euros, over].map(({ id }) => leftOf(id)))).toEqual([
      700, 1_000, 1_000, 0,
    ]);
    const ledger = await stripe.billing.creditBalanceTransactions.list({ customer, credit_grant: over.id });
    expect(ledger.data[0]).toMatchObject({ type: "debit", debit: { type: "credits_expired" } });
  });

  it("come back when their invoice is voided", async () => {
    await grant(400);
    await stripe.subscriptions.create({ customer, items: [{ price: metered }] });
    await use(100);
    const declined = await stripe.paymentMethods.attach("pm_card_chargeCustomerFail", { customer });
    await stripe.customers.update(customer, { invoice_settings: { default_payment_method: declined.id } });
    const invoice = await renewal();
    expect(invoice).toMatchObject({ status: "open", total: 600 });
    expect(await balance()).toEqual([0, 0]);
    await stripe.invoices.voidInvoice(invoice.id);
    expect(await balance()).toEqual([400, 400]);
  });

  it("end when they are expired or voided; what was used cannot be voided", async () => {
    const spare = await grant(300, { effective_at: START + DAY });
    expect(await balance()).toEqual([0, 300]);
    expect((await stripe.billing.creditGrants.voidGrant(spare.id)).voided_at).toBe(START);
    expect(await leftOf(spare.id)).toBe(0);
    const used = await grant(300, { metadata: { order: "1" } });
    await stripe.subscriptions.create({ customer, items: [{ price: metered }] });
    await use(10);
    await renewal();
    await expect(stripe.billing.creditGrants.voidGrant(used.id)).rejects.toMatchObject({ statusCode: 400 });
    await stripe.billing.creditGrants.update(used.id, {
      expires_at: END + 90 * DAY,
      metadata: { order: "2" },
    });
    const expired = await stripe.billing.creditGrants.expire(used.id);
    expect(expired.expires_at).toBe(END + 7200);
    expect(await balance()).toEqual([0, 0]);
    await expect(stripe.billing.creditGrants.expire(used.id)).rejects.toMatchObject({ statusCode: 400 });
    expect((await stripe.billing.creditGrants.list({ customer })).data).toHaveLength(2);
    expect((await stripe.billing.creditGrants.retrieve(used.id)).metadata).toEqual({ order: "2" });
  });
});
