import type { Example } from "./example";
import { type ExampleBench, taxesOf, totalTaxesOf } from "./example-bench";

const RATES = "docs.stripe.com/tax/tax-rates";
const REVENUE = "docs.stripe.com/revenue-recognition/methodology/subscriptions-and-invoicing";
const CALCULATING = "docs.stripe.com/tax/calculating";
const BEHAVIOUR = "docs.stripe.com/tax/products-prices-tax-codes-tax-behavior";

/** An invoice of items with one rate for all. */
async function taxed(bench: ExampleBench, items: number[], percent: number, isInclusive: boolean) {
  const invoice = await bench.invoice(items, { default_tax_rates: [await bench.rate(percent, isInclusive)] });
  return { subtotal: invoice.subtotal, tax: totalTaxesOf(invoice), total: invoice.total };
}

/** 5 and 10 USD, 10% off, with these rates. */
async function discounted(bench: ExampleBench, rates: [number, boolean][]) {
  const ids = [];
  for (const [percent, isInclusive] of rates) ids.push(await bench.rate(percent, isInclusive));
  const invoice = await bench.invoice([500, 1_000], {
    default_tax_rates: ids,
    discounts: [await bench.coupon({ percent_off: 10 })],
  });
  return {
    off: invoice.lines.data.map((line) => line.discount_amounts?.[0]?.amount),
    byLine: taxesOf(invoice),
    tax: totalTaxesOf(invoice),
    total: invoice.total,
  };
}

async function exempted(bench: ExampleBench, exempt: "exempt" | "reverse", isInclusive: boolean) {
  const customer = await bench.payer({ tax_exempt: exempt });
  const invoice = await bench.invoice([10_000], {
    customer,
    default_tax_rates: [await bench.rate(10, isInclusive)],
  });
  return { tax: totalTaxesOf(invoice).reduce((sum, tax) => sum + tax, 0), total: invoice.total };
}

export const taxes: Example[] = [
  {
    title: "a tax on top of a price",
    page: RATES,
    given: "25% exclusive on 5.00 USD: 1.25 USD, 6.25 USD in all",
    run: (bench) => taxed(bench, [500], 25, false),
    expected: { subtotal: 500, tax: [125], total: 625 },
  },
  {
    title: "a tax inside a price",
    page: RATES,
    given: "25% inclusive in 5.00 USD: 1.00 USD of the 5.00 USD",
    run: (bench) => taxed(bench, [500], 25, true),
    expected: { subtotal: 500, tax: [100], total: 500 },
  },
  {
    title: "two lines of two rates",
    page: RATES,
    given: "5% on 5.00 USD, 10% on 10.00 USD: 0.25 and 1.00 USD, 16.25 USD in all",
    async run(bench) {
      const invoice = await bench.invoice([
        { amount: 500, taxRates: [await bench.rate(5)] },
        { amount: 1_000, taxRates: [await bench.rate(10)] },
      ]);
      return { tax: totalTaxesOf(invoice), total: invoice.total };
    },
    expected: { tax: [25, 100], total: 1_625 },
  },
  {
    title: "a line's own rates stand in for the invoice's",
    page: RATES,
    given: "9.975% and 5% for the invoice, 10% on the second line, 1% and 2% on the third",
    async run(bench) {
      const [first, second] = [await bench.rate(9.975), await bench.rate(5)];
      const invoice = await bench.invoice(
        [
          100_000,
          { amount: 100_000, taxRates: [await bench.rate(10)] },
          { amount: 100_000, taxRates: [await bench.rate(1), await bench.rate(2)] },
        ],
        { default_tax_rates: [first, second] },
      );
      return taxesOf(invoice);
    },
    expected: [[9_975, 5_000], [10_000], [1_000, 2_000]],
    note: "The page gives the rates; 1,000 USD a line show each as it is.",
  },
  {
    title: "tax is rounded line by line, then added up",
    page: RATES,
    given: "10% inclusive in 1,000 and 50 USD: 90.91 and 4.55, 95.46 USD in all",
    run: (bench) => taxed(bench, [100_000, 5_000], 10, true),
    expected: { subtotal: 105_000, tax: [9_546], total: 105_000 },
  },
  {
    title: "a discount goes before a tax on top",
    page: RATES,
    given: "10% off 5.00 and 10.00 USD, 5% exclusive: 0.23 and 0.45 USD of tax, 14.18 USD in all",
    run: (bench) => discounted(bench, [[5, false]]),
    expected: { off: [50, 100], byLine: [[23], [45]], tax: [68], total: 1_418 },
  },
  {
    title: "a discount goes before a tax inside",
    page: RATES,
    given: "10% off 5.00 and 10.00 USD, 5% inclusive: 0.21 and 0.43 USD of tax in 13.50 USD",
    run: (bench) => discounted(bench, [[5, true]]),
    expected: { off: [50, 100], byLine: [[21], [43]], tax: [64], total: 1_350 },
  },
  {
    title: "a tax on top is reckoned on what the tax inside leaves",
    page: RATES,
    given:
      "10% off 5.00 and 10.00 USD, 5% inclusive and 7% exclusive: 0.30 and 0.60 on top, 14.40 USD in all",
    run: (bench) =>
      discounted(bench, [
        [5, true],
        [7, false],
      ]),
    expected: {
      off: [50, 100],
      byLine: [
        [21, 30],
        [43, 60],
      ],
      tax: [64, 90],
      total: 1_440,
    },
  },
  ...(["exempt", "reverse"] as const).flatMap((exempt): Example[] => [
    {
      title: `a tax inside is taken out for a customer who is ${exempt}`,
      page: RATES,
      given: "10% inclusive in 100 USD: no tax, 90.91 USD",
      run: (bench) => exempted(bench, exempt, true),
      expected: { tax: 0, total: 9_091 },
    },
    {
      title: `a tax on top is not added for a customer who is ${exempt}`,
      page: RATES,
      given: "10% exclusive on 100 USD: no tax, 100 USD",
      run: (bench) => exempted(bench, exempt, false),
      expected: { tax: 0, total: 10_000 },
    },
  ]),
  {
    title: "a monthly price with a tax on top",
    page: REVENUE,
    given: "31 USD a month, 10% exclusive: 3.10 USD of tax, 34.10 USD due",
    async run(bench) {
      const life = await bench.life("2027-01-01T00:00:00");
      const made = await bench.subscribe(life, await bench.price(3_100), {
        default_tax_rates: [await bench.rate(10)],
      });
      const invoice = await bench.latest(made);
      return { tax: totalTaxesOf(invoice), due: invoice.amount_due };
    },
    expected: { tax: [310], due: 3_410 },
  },
  {
    title: "a monthly price with a tax inside",
    page: REVENUE,
    given: "31 USD a month, 10% inclusive: 31 USD due",
    async run(bench) {
      const life = await bench.life("2027-01-01T00:00:00");
      const made = await bench.subscribe(life, await bench.price(3_100), {
        default_tax_rates: [await bench.rate(10, true)],
      });
      const invoice = await bench.latest(made);
      return { tax: totalTaxesOf(invoice), due: invoice.amount_due };
    },
    expected: { tax: [282], due: 3_100 },
    note: "The page books a tenth of the 31 USD as tax, 3.10; by the formula of tax/tax-rates, 31 - 31 / 1.1, it is 2.82.",
  },
  {
    title: "automatic tax is reckoned on what a discount leaves",
    page: CALCULATING,
    given: "150 USD with 20 USD off: tax on 130 USD",
    async run(bench) {
      const customer = await bench.payer({ address: { country: "NO" } });
      const invoice = await bench.invoice([15_000], {
        customer,
        automatic_tax: { enabled: true },
        discounts: [await bench.coupon({ amount_off: 2_000 })],
      });
      const [tax] = invoice.total_taxes ?? [];
      return { taxable: tax?.taxable_amount, tax: tax?.amount, total: invoice.total };
    },
    expected: { taxable: 13_000, tax: 3_250, total: 16_250 },
    note: "The page names no rate; Norway's is 25%.",
  },
  ...(["inclusive", "exclusive"] as const).map(
    (tax_behavior): Example => ({
      title: `a price that is ${tax_behavior} of tax`,
      page: BEHAVIOUR,
      given:
        tax_behavior === "inclusive" ? "5.00 USD: the customer pays 5.00" : "5.00 USD and 10% tax: 5.50 USD",
      async run(bench) {
        const { id } = await bench.stripe.customers.create({ address: { country: "AU" } });
        const preview = await bench.stripe.invoices.createPreview({
          customer: id,
          automatic_tax: { enabled: true },
          subscription_details: { items: [{ price: await bench.price(500, "month", { tax_behavior }) }] },
        });
        return preview.total;
      },
      expected: tax_behavior === "inclusive" ? 500 : 550,
    }),
  ),
];
