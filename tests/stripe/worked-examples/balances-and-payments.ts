import type Stripe from "stripe";
import type { Example } from "./example";
import type { ExampleBench } from "./example-bench";

const REVENUE = "docs.stripe.com/revenue-recognition/methodology/subscriptions-and-invoicing";
const REFUNDS = "docs.stripe.com/revenue-recognition/methodology/refunds-and-disputes";
const CONTRA = "docs.stripe.com/revenue-recognition/examples/contra";
const BALANCE = "docs.stripe.com/billing/customer/balance";

const balanceOf = async (bench: ExampleBench, id: string): Promise<number | null> => {
  const customer = await bench.stripe.customers.retrieve(id);
  return "balance" in customer ? customer.balance : null;
};

/** An invoice for a customer who has this balance, and what it leaves. */
async function withBalance(bench: ExampleBench, balance: number, amount: number) {
  const customer = await bench.payer({ balance });
  const invoice = await bench.invoice([amount], { customer });
  const paid = invoice.status === "open" ? await bench.stripe.invoices.pay(invoice.id) : invoice;
  return {
    total: paid.total,
    starting: paid.starting_balance,
    paid: paid.amount_paid,
    status: paid.status,
    balance: await balanceOf(bench, customer),
  };
}

/** Three months at 90 USD from 1 January, and the payment. */
async function quarter(bench: ExampleBench) {
  const life = await bench.life("2027-01-01T00:00:00");
  const made = await bench.subscribe(life, await bench.price(9_000, "month", {}, 3), {
    expand: ["latest_invoice.payments"],
  });
  const invoice = made.latest_invoice as Stripe.Invoice;
  const payment_intent = String(invoice.payments?.data[0]?.payment.payment_intent);
  return { life, made, invoice: invoice.id, payment_intent };
}

/** 90 USD paid with a card whose payments are disputed at once. */
async function disputed(bench: ExampleBench) {
  const intent = await bench.stripe.paymentIntents.create({
    amount: 9_000,
    currency: "usd",
    payment_method: "pm_card_createDispute",
    confirm: true,
  });
  const { data } = await bench.stripe.disputes.list({ payment_intent: intent.id });
  return data[0] as Stripe.Dispute;
}

const moved = (dispute: Stripe.Dispute): number[] =>
  dispute.balance_transactions.map((entry) => entry.amount);

export const balancesAndPayments: Example[] = [
  {
    title: "a credit balance goes before the card",
    page: CONTRA,
    given: "31 USD with a balance of -11 USD: 20 USD paid, the balance 0",
    run: (bench) => withBalance(bench, -1_100, 3_100),
    expected: { total: 3_100, starting: -1_100, paid: 2_000, status: "paid", balance: 0 },
  },
  {
    title: "a debit balance comes on top",
    page: CONTRA,
    given: "31 USD with a balance of 10 USD: 41 USD due",
    run: (bench) => withBalance(bench, 1_000, 3_100),
    expected: { total: 3_100, starting: 1_000, paid: 4_100, status: "paid", balance: 0 },
  },
  {
    title: "a negative invoice becomes credit",
    page: CONTRA,
    given: "an invoice of -31 USD: closed, and 31 USD credited to the balance",
    run: (bench) => withBalance(bench, 0, -3_100),
    expected: { total: -3_100, starting: 0, paid: 0, status: "paid", balance: -3_100 },
  },
  {
    title: "an adjustment is undone by its opposite",
    page: BALANCE,
    given: "a credit of 10 USD, then a debit of 10 USD",
    async run(bench) {
      const customer = await bench.payer();
      for (const amount of [-1_000, 1_000])
        await bench.stripe.customers.createBalanceTransaction(customer, { amount, currency: "usd" });
      const { data } = await bench.stripe.customers.listBalanceTransactions(customer);
      return data.map((entry) => entry.ending_balance);
    },
    expected: [0, -1_000],
  },
  {
    title: "a payment that is applied to an invoice leaves the rest",
    page: REVENUE,
    given: "31 USD, a payment of 20 USD applied: 11 USD to receive",
    async run(bench) {
      const { id } = await bench.invoice([3_100]);
      const payment = await bench.stripe.paymentIntents.create({
        amount: 2_000,
        currency: "usd",
        payment_method: "pm_card_visa",
        confirm: true,
      });
      await bench.stripe.invoices.attachPayment(id, { payment_intent: payment.id });
      const { amount_remaining, status } = await bench.stripe.invoices.retrieve(id);
      return { amount_remaining, status };
    },
    expected: { amount_remaining: 1_100, status: "open" },
  },
  {
    title: "a payment that is refunded whole",
    page: CONTRA,
    given: "90 USD paid and refunded on 1 February",
    async run(bench) {
      const { life, payment_intent } = await quarter(bench);
      await bench.to(life, "2027-02-01T00:00:00");
      const refund = await bench.stripe.refunds.create({
        payment_intent,
        expand: ["charge", "balance_transaction"],
      });
      const charge = refund.charge as Stripe.Charge;
      const cash = (refund.balance_transaction as Stripe.BalanceTransaction).amount;
      return { cash, refunded: charge.refunded };
    },
    expected: { cash: -9_000, refunded: true },
  },
  {
    title: "a payment that is refunded in part",
    page: CONTRA,
    given: "90 USD paid, 9 USD refunded: 81 USD kept",
    async run(bench) {
      const { payment_intent } = await quarter(bench);
      const refund = await bench.stripe.refunds.create({ payment_intent, amount: 900, expand: ["charge"] });
      const charge = refund.charge as Stripe.Charge;
      return { kept: charge.amount - charge.amount_refunded, refunded: charge.refunded };
    },
    expected: { kept: 8_100, refunded: false },
  },
  {
    title: "an invoice that is voided has nothing left to pay",
    page: CONTRA,
    given: "90 USD finalised and not paid, voided on 1 February",
    async run(bench) {
      const { id } = await bench.invoice([9_000]);
      const { status } = await bench.stripe.invoices.voidInvoice(id);
      return { status, paid: (await bench.stripe.invoices.retrieve(id)).amount_paid };
    },
    expected: { status: "void", paid: 0 },
  },
  {
    title: "an invoice that was given up may still be paid",
    page: CONTRA,
    given: "90 USD, uncollectible on 1 February, paid in April: 90 USD",
    async run(bench) {
      const { id } = await bench.invoice([9_000]);
      await bench.stripe.invoices.markUncollectible(id);
      const { status, amount_paid } = await bench.stripe.invoices.pay(id);
      return { status, amount_paid };
    },
    expected: { status: "paid", amount_paid: 9_000 },
  },
  {
    title: "an invoice that was given up may still be voided",
    page: CONTRA,
    given: "90 USD, uncollectible on 1 February, voided in April",
    async run(bench) {
      const { id } = await bench.invoice([9_000]);
      await bench.stripe.invoices.markUncollectible(id);
      return (await bench.stripe.invoices.voidInvoice(id)).status;
    },
    expected: "void",
  },
  {
    title: "a payment that is disputed",
    page: REFUNDS,
    given: "90 USD paid and disputed: the cash goes down by 90 USD",
    run: async (bench) => moved(await disputed(bench)),
    expected: [-9_000],
  },
  {
    title: "a dispute that is won",
    page: REFUNDS,
    given: "90 USD disputed and won: the 90 USD come back",
    async run(bench) {
      const { id } = await disputed(bench);
      const won = await bench.stripe.disputes.update(id, {
        evidence: { uncategorized_text: "winning_evidence" },
      });
      return { status: won.status, moved: moved(await bench.stripe.disputes.retrieve(id)) };
    },
    expected: { status: "won", moved: [-9_000, 9_000] },
  },
  {
    title: "an item that has its tax inside",
    page: "docs.stripe.com/revenue-recognition/examples/tax",
    given: "34.10 USD with 10% inside: 31 USD and 3.10 USD of tax",
    async run(bench) {
      const invoice = await bench.invoice([{ amount: 3_410, taxRates: [await bench.rate(10, true)] }]);
      return { net: invoice.total_excluding_tax, tax: invoice.total_taxes?.[0]?.amount };
    },
    expected: { net: 3_100, tax: 310 },
  },
];
