import type { Example } from "./example";
import type { ExampleBench } from "./example-bench";

const NOTES = "docs.stripe.com/invoicing/integration/programmatic-credit-notes";
const REVENUE = "docs.stripe.com/revenue-recognition/methodology/subscriptions-and-invoicing";
const EXAMPLES = "docs.stripe.com/revenue-recognition/examples/credit-notes";

/** A paid invoice of two pieces at 2.50 USD. */
async function paidPair(bench: ExampleBench) {
  const customer = await bench.payer();
  const draft = await bench.stripe.invoices.create({ customer, currency: "usd", auto_advance: false });
  await bench.stripe.invoiceItems.create({
    customer,
    invoice: draft.id,
    quantity: 2,
    unit_amount_decimal: "250" as never,
    currency: "usd",
  });
  await bench.stripe.invoices.finalizeInvoice(draft.id);
  const paid = await bench.stripe.invoices.pay(draft.id);
  return { customer, invoice: paid.id, line: paid.lines.data[0]?.id ?? "" };
}

/** A credit note for both pieces, given back in these ways. */
async function creditPair(
  bench: ExampleBench,
  ways: { refund_amount?: number; credit_amount?: number; out_of_band_amount?: number },
) {
  const { customer, invoice, line } = await paidPair(bench);
  const note = await bench.stripe.creditNotes.create({
    invoice,
    lines: [{ type: "invoice_line_item", invoice_line_item: line, quantity: 2 }],
    ...ways,
  });
  const after = await bench.stripe.invoices.retrieve(invoice);
  const owner = await bench.stripe.customers.retrieve(customer);
  return {
    note: note.total,
    refunded: note.refunds.map((refund) => refund.amount_refunded),
    outside: note.out_of_band_amount,
    balance: "balance" in owner ? owner.balance : null,
    due: after.amount_due,
  };
}

export const creditNotes: Example[] = [
  {
    title: "a credit note for an open invoice lowers what is due",
    page: NOTES,
    given: "100 USD due, a custom line of one at 20 USD: 80 USD due",
    async run(bench) {
      const { id } = await bench.invoice([10_000]);
      await bench.stripe.creditNotes.create({
        invoice: id,
        lines: [{ type: "custom_line_item", description: "Courtesy", quantity: 1, unit_amount: 2_000 }],
      });
      return (await bench.stripe.invoices.retrieve(id)).amount_due;
    },
    expected: 8_000,
  },
  {
    title: "both pieces of a paid line, refunded",
    page: NOTES,
    given: "quantity 2, refund_amount 500",
    run: (bench) => creditPair(bench, { refund_amount: 500 }),
    expected: { note: 500, refunded: [500], outside: null, balance: 0, due: 500 },
  },
  {
    title: "both pieces of a paid line, as credit",
    page: NOTES,
    given: "quantity 2, credit_amount 500",
    run: (bench) => creditPair(bench, { credit_amount: 500 }),
    expected: { note: 500, refunded: [], outside: null, balance: -500, due: 500 },
  },
  {
    title: "both pieces of a paid line, in three ways",
    page: NOTES,
    given: "quantity 2: refund_amount 100, credit_amount 200, out_of_band_amount 200",
    run: (bench) => creditPair(bench, { refund_amount: 100, credit_amount: 200, out_of_band_amount: 200 }),
    expected: { note: 500, refunded: [100], outside: 200, balance: -200, due: 500 },
  },
  ...(["amount", "quantity"] as const).map(
    (by): Example => ({
      title: `a line and a negative line, credited by ${by}`,
      page: NOTES,
      given: "an open invoice of 100 and -50 USD, both lines credited in full",
      async run(bench) {
        const invoice = await bench.invoice([10_000, -5_000]);
        const note = await bench.stripe.creditNotes.create({
          invoice: invoice.id,
          lines: invoice.lines.data.map(({ id, amount }) => ({
            type: "invoice_line_item" as const,
            invoice_line_item: id,
            ...(by === "amount" ? { amount } : { quantity: 1 }),
          })),
        });
        const { amount_due, status } = await bench.stripe.invoices.retrieve(invoice.id);
        return { note: note.total, due: amount_due, status };
      },
      expected: { note: 5_000, due: 0, status: "paid" },
    }),
  ),
  {
    title: "voiding a credit note puts back what was due",
    page: NOTES,
    given: "100 USD due, 20 USD credited and voided again",
    async run(bench) {
      const { id } = await bench.invoice([10_000]);
      const note = await bench.stripe.creditNotes.create({ invoice: id, amount: 2_000 });
      await bench.stripe.creditNotes.voidCreditNote(note.id);
      return (await bench.stripe.invoices.retrieve(id)).amount_due;
    },
    expected: 10_000,
  },
  {
    title: "half of an open invoice of 90 USD",
    page: REVENUE,
    given: "an invoice of 90 USD, a credit note of 45 USD before it is paid: 45 USD to receive",
    async run(bench) {
      const { id } = await bench.invoice([9_000]);
      await bench.stripe.creditNotes.create({ invoice: id, amount: 4_500 });
      return (await bench.stripe.invoices.pay(id)).amount_paid;
    },
    expected: 4_500,
  },
  {
    title: "30 USD off 120 before it is paid",
    page: EXAMPLES,
    given: "120 USD for three months, a credit note of 30 USD before payment: 90 USD paid",
    async run(bench) {
      const life = await bench.life("2026-01-01T00:00:00");
      const made = await bench.subscribe(life, await bench.price(12_000, "month", {}, 3), {
        collection_method: "send_invoice",
        days_until_due: 60,
      });
      await bench.to(life, "2026-01-01T02:00:00");
      const invoice = String((await bench.latest(made)).id);
      await bench.stripe.creditNotes.create({ invoice, amount: 3_000 });
      await bench.to(life, "2026-02-01T00:00:00");
      return (await bench.stripe.invoices.pay(invoice)).amount_paid;
    },
    expected: 9_000,
  },
  {
    title: "45 USD of 90 given back in three ways",
    page: EXAMPLES,
    given: "90 USD paid; on 1 February 45 USD: 15 refunded, 10 as credit, 20 outside",
    async run(bench) {
      const life = await bench.life("2026-01-01T00:00:00");
      const made = await bench.subscribe(life, await bench.price(9_000, "month", {}, 3));
      await bench.to(life, "2026-02-01T00:00:00");
      const note = await bench.stripe.creditNotes.create({
        invoice: String(made.latest_invoice),
        amount: 4_500,
        refund_amount: 1_500,
        credit_amount: 1_000,
        out_of_band_amount: 2_000,
      });
      const owner = await bench.stripe.customers.retrieve(life.customer);
      return [note.type, note.post_payment_amount, "balance" in owner ? owner.balance : null];
    },
    expected: ["post_payment", 4_500, -1_000],
  },
];
