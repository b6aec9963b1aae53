import type Stripe from "stripe";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type CheckedStripe, startCheckedStripe } from "@/tests/contract/checked-stripe";
import { at } from "./advance-clock";

let checked: CheckedStripe;
let stripe: Stripe;
let seat: Stripe.Price;
let clock: string;
let customer: string;

beforeAll(async () => {
  checked = await startCheckedStripe();
  stripe = checked.stripe;
  seat = await stripe.prices.create({
    product_data: { name: "Seat" },
    currency: "usd",
    unit_amount: 700,
  });
});
beforeEach(async () => {
  clock = (await stripe.testHelpers.testClocks.create({ frozen_time: at("2026-03-01T00:00:00") })).id;
  customer = (
    await stripe.customers.create({
      test_clock: clock,
      email: "edits@example.com",
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

const draft = (params: Partial<Stripe.InvoiceCreateParams> = {}) =>
  stripe.invoices.create({ customer, currency: "usd", ...params });
const amounts = (invoice: Stripe.Invoice) => invoice.lines.data.map((line) => line.amount);
describe("payments attached to an invoice", () => {
  const pay = (amount: number) =>
    stripe.paymentIntents.create({
      amount,
      currency: "usd",
      customer,
      payment_method: "pm_card_visa",
      confirm: true,
    });
  const issue = async (amount: number) => {
    const { id } = await draft();
    await stripe.invoices.addLines(id, { lines: [{ amount }] });
    return await stripe.invoices.finalizeInvoice(id, { auto_advance: false });
  };

  it("pay it in parts; the last part closes it and its own intent", async () => {
    const { id } = await issue(3_000);
    const first = await stripe.invoices.attachPayment(id, { payment_intent: (await pay(1_000)).id });
    expect(first).toMatchObject({ status: "open", amount_paid: 1_000, amount_remaining: 2_000 });
    const second = await stripe.invoices.attachPayment(id, { payment_intent: (await pay(2_000)).id });
    expect(second).toMatchObject({ status: "paid", amount_paid: 3_000, amount_remaining: 0 });
    const { data } = await stripe.invoicePayments.list({ invoice: id });
    expect(data.map((payment) => [payment.is_default, payment.status, payment.amount_paid])).toEqual([
      [false, "paid", 2_000],
      [false, "paid", 1_000],
      [true, "canceled", null],
    ]);
  });

  it("leave the rest to the invoice's own intent", async () => {
    const { id } = await issue(3_000);
    await stripe.invoices.attachPayment(id, { payment_intent: (await pay(1_200)).id });
    const paid = await stripe.invoices.pay(id, { expand: ["payments.data.payment.payment_intent"] });
    expect(paid).toMatchObject({ status: "paid", amount_paid: 3_000 });
    const own = paid.payments?.data.find((payment) => payment.is_default);
    expect(own).toMatchObject({ amount_paid: 1_800, payment: { payment_intent: { amount: 1_800 } } });
  });

  it("count once they succeed", async () => {
    const { id } = await issue(2_000);
    const intent = await stripe.paymentIntents.create({ amount: 2_000, currency: "usd", customer });
    expect(await stripe.invoices.attachPayment(id, { payment_intent: intent.id })).toMatchObject({
      status: "open",
      amount_paid: 0,
    });
    await stripe.paymentIntents.confirm(intent.id, { payment_method: "pm_card_visa" });
    expect(await stripe.invoices.retrieve(id)).toMatchObject({ status: "paid", amount_paid: 2_000 });
  });

  it("are refused from another customer, in another currency, or twice", async () => {
    const { id } = await issue(2_000);
    const other = await stripe.customers.create({ email: "other@example.com" });
    const intents = [
      await stripe.paymentIntents.create({ amount: 100, currency: "usd", customer: other.id }),
      await stripe.paymentIntents.create({ amount: 100, currency: "eur", customer }),
    ];
    for (const intent of intents)
      await expect(stripe.invoices.attachPayment(id, { payment_intent: intent.id })).rejects.toMatchObject({
        param: "payment_intent",
      });
    const twice = { payment_intent: (await pay(100)).id };
    await stripe.invoices.attachPayment(id, twice);
    await expect(stripe.invoices.attachPayment(id, twice)).rejects.toMatchObject({ param: "payment_intent" });
  });
});

describe("a revision", () => {
  it("starts from the invoice's lines and takes its place when it is issued", async () => {
    const { id } = await draft({ footer: "Thanks" });
    await stripe.invoices.addLines(id, {
      lines: [
        { amount: 1_000, description: "Work" },
        { pricing: { price: seat.id }, quantity: 2 },
      ],
    });
    const original = await stripe.invoices.finalizeInvoice(id, { auto_advance: false });
    const revision = await stripe.invoices.create({ from_invoice: { action: "revision", invoice: id } });
    expect(revision).toMatchObject({
      status: "draft",
      footer: "Thanks",
      from_invoice: { action: "revision", invoice: id },
      total: original.total,
    });
    expect(amounts(revision)).toEqual(amounts(original));
    const line = revision.lines.data.find((each) => each.description === "Work");
    await stripe.invoices.updateLines(revision.id, { lines: [{ id: line?.id ?? "", amount: 800 }] });
    expect((await stripe.invoices.retrieve(id)).status).toBe("open");
    const issued = await stripe.invoices.finalizeInvoice(revision.id, { auto_advance: false });
    expect(issued).toMatchObject({ status: "open", total: 2_200 });
    expect(await stripe.invoices.retrieve(id)).toMatchObject({
      status: "void",
      latest_revision: revision.id,
    });
    await expect(
      stripe.invoices.create({ from_invoice: { action: "revision", invoice: id } }),
    ).rejects.toMatchObject({ param: "from_invoice[invoice]" });
  });
});

describe("an uncollectible invoice", () => {
  it("can still be paid", async () => {
    const { id } = await draft();
    await stripe.invoices.addLines(id, { lines: [{ amount: 1_000 }] });
    await stripe.invoices.finalizeInvoice(id, { auto_advance: false });
    await stripe.invoices.markUncollectible(id);
    expect(await stripe.invoices.pay(id)).toMatchObject({ status: "paid", amount_paid: 1_000 });
  });
});
