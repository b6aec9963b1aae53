import type Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { setScene } from "./scene";
import { Script } from "./script";

let script: Script;
let stripe: Stripe;
let call: Script["call"];
let customer: Stripe.Customer;
let monthly: Stripe.Price;
let pack: Stripe.Price;

beforeAll(async () => {
  script = await Script.start();
  ({ stripe, call } = script);
  ({ customer, monthly, pack } = await setScene(stripe));
});
afterAll(() => script.close());

describe("every call stays within the contract: invoices", () => {
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

  it("covers what it is there for without one violation, in calls or events", () => {
    script.expectCovered("invoices");
  });
});
