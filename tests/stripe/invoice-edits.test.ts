import type Stripe from "stripe";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type CheckedStripe, startCheckedStripe } from "@/tests/contract/checked-stripe";
import { advanceTo, at } from "./advance-clock";

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
const newsOf = (type: string, id: string) =>
  checked.local.world.state.events
    .all()
    .filter((event) => event.type === type && (event.object as { id?: string }).id === id);

describe("lines of a draft", () => {
  it("are added, changed and removed in bulk, and the totals follow", async () => {
    const waiting = await stripe.invoiceItems.create({ customer, amount: 250, currency: "usd" });
    const { id } = await draft();
    const added = await stripe.invoices.addLines(id, {
      lines: [
        { amount: 1_000, description: "Setup", metadata: { kind: "setup" } },
        { pricing: { price: seat.id }, quantity: 3 },
        { price_data: { currency: "usd", product_data: { name: "Extra" }, unit_amount: 99 }, quantity: 2 },
        { invoice_item: waiting.id },
      ],
      invoice_metadata: { edited: "yes" },
    });
    expect(amounts(added)).toEqual([250, 198, 2_100, 1_000]);
    expect(added).toMatchObject({ total: 3_548, metadata: { edited: "yes" } });
    const [last, extra, seats, setup] = added.lines.data.map((line) => line.id);
    const changed = await stripe.invoices.updateLines(id, {
      lines: [
        { id: seats ?? "", quantity: 5 },
        { id: setup ?? "", amount: 1_500, description: "Setup, again" },
      ],
    });
    expect(amounts(changed)).toEqual([250, 198, 3_500, 1_500]);
    expect(changed.lines.data.map((line) => line.id)).toEqual([last, extra, seats, setup]);
    const line = await stripe.invoices.updateLineItem(id, extra ?? "", { quantity: 1 });
    expect(line).toMatchObject({ amount: 99, quantity: 1 });
    const left = await stripe.invoices.removeLines(id, {
      lines: [
        { id: setup ?? "", behavior: "delete" },
        { id: last ?? "", behavior: "unassign" },
      ],
    });
    expect(amounts(left)).toEqual([99, 3_500]);
    expect((await stripe.invoiceItems.retrieve(waiting.id)).invoice).toBeNull();
    expect((await stripe.invoiceItems.list({ invoice: id })).data.map((item) => item.amount).sort()).toEqual([
      3_500, 99,
    ]);
  });

  it("follow the invoice item they take up, and go with it", async () => {
    const { id } = await draft();
    const item = await stripe.invoiceItems.create({
      customer,
      invoice: id,
      pricing: { price: seat.id },
      quantity: 2,
    });
    await stripe.invoiceItems.update(item.id, { quantity: 4, description: "Four seats" });
    expect((await stripe.invoices.retrieve(id)).lines.data).toMatchObject([
      { amount: 2_800, quantity: 4, description: "Four seats" },
    ]);
    await stripe.invoiceItems.update(item.id, { amount: 123 });
    expect(amounts(await stripe.invoices.retrieve(id))).toEqual([123]);
    await stripe.invoiceItems.del(item.id);
    expect((await stripe.invoices.retrieve(id)).total).toBe(0);
  });

  it("have tax rates of their own before the invoice's", async () => {
    const rate = (percentage: number, inclusive: boolean) =>
      stripe.taxRates.create({ display_name: "VAT", percentage, inclusive, country: "DE" });
    const [full, reduced] = [await rate(19, false), await rate(7, true)];
    const { id } = await draft({ default_tax_rates: [full.id] });
    const invoice = await stripe.invoices.addLines(id, {
      lines: [{ amount: 1_000 }, { amount: 1_070, tax_rates: [reduced.id] }],
    });
    expect(
      invoice.lines.data.map((line) => line.taxes?.map((tax) => [tax.amount, tax.tax_behavior])),
    ).toEqual([[[70, "inclusive"]], [[190, "exclusive"]]]);
    expect(invoice).toMatchObject({ subtotal: 2_070, total: 2_260, total_excluding_tax: 2_000 });
  });

  it("cannot be touched once the invoice is issued", async () => {
    const { id } = await draft();
    const { lines } = await stripe.invoices.addLines(id, { lines: [{ amount: 1_000 }] });
    await stripe.invoices.finalizeInvoice(id);
    const line = lines.data[0]?.id ?? "";
    const item = (await stripe.invoiceItems.list({ invoice: id })).data[0]?.id ?? "";
    const refusals = await Promise.allSettled([
      stripe.invoices.addLines(id, { lines: [{ amount: 1 }] }),
      stripe.invoices.updateLines(id, { lines: [{ id: line, amount: 1 }] }),
      stripe.invoices.removeLines(id, { lines: [{ id: line, behavior: "delete" }] }),
      stripe.invoiceItems.update(item, { amount: 1 }),
      stripe.invoiceItems.del(item),
      stripe.invoices.update(id, { custom_fields: [{ name: "PO", value: "1" }] }),
    ]);
    expect(refusals.map((each) => each.status === "rejected" && each.reason.code)).toEqual(
      Array.from({ length: 6 }, () => "invoice_not_editable"),
    );
  });
});

describe("an invoice that is sent", () => {
  it("is announced before it is due and called overdue after, each once, and can be paid", async () => {
    const { id } = await draft({
      collection_method: "send_invoice",
      days_until_due: 14,
      custom_fields: [{ name: "PO number", value: "4711" }],
      footer: "Thank you",
      rendering: { amount_tax_display: "exclude_tax", pdf: { page_size: "a4" } },
    });
    await stripe.invoices.addLines(id, { lines: [{ amount: 5_000 }] });
    const sent = await stripe.invoices.sendInvoice(id);
    expect(sent).toMatchObject({
      status: "open",
      due_date: at("2026-03-15T00:00:00"),
      custom_fields: [{ name: "PO number", value: "4711" }],
      rendering: { amount_tax_display: "exclude_tax", pdf: { page_size: "a4" } },
    });
    expect(newsOf("invoice.sent", id)).toHaveLength(1);
    await advanceTo(stripe, clock, at("2026-03-11T23:59:59"));
    expect(newsOf("invoice.will_be_due", id)).toHaveLength(0);
    await advanceTo(stripe, clock, at("2026-03-12T00:00:00"));
    expect(newsOf("invoice.will_be_due", id)).toHaveLength(1);
    await advanceTo(stripe, clock, at("2026-03-20T00:00:00"));
    expect(newsOf("invoice.overdue", id)).toHaveLength(1);
    await advanceTo(stripe, clock, at("2026-05-01T00:00:00"));
    expect(newsOf("invoice.overdue", id)).toHaveLength(1);
    expect(await stripe.invoices.pay(id)).toMatchObject({ status: "paid", amount_paid: 5_000 });
  });

  it("makes its subscription past due, and active again when it is paid", async () => {
    const price = await stripe.prices.create({
      product_data: { name: "Pro" },
      currency: "usd",
      unit_amount: 1_490,
      recurring: { interval: "month" },
    });
    const subscription = await stripe.subscriptions.create({
      customer,
      items: [{ price: price.id }],
      collection_method: "send_invoice",
      days_until_due: 7,
    });
    expect(subscription.status).toBe("active");
    await advanceTo(stripe, clock, at("2026-03-09T02:00:00"));
    expect((await stripe.subscriptions.retrieve(subscription.id)).status).toBe("past_due");
    await stripe.invoices.pay(String(subscription.latest_invoice));
    expect((await stripe.subscriptions.retrieve(subscription.id)).status).toBe("active");
  });

  it("has a due date only when it is sent", async () => {
    await expect(draft({ days_until_due: 7 })).rejects.toMatchObject({ param: "days_until_due" });
  });
});
