import type { Example } from "./example";
import { type ExampleBench, refusalOf } from "./example-bench";

const CURRENCIES = "docs.stripe.com/currencies";

const pay = (bench: ExampleBench, amount: number, currency: string) =>
  bench.stripe.paymentIntents.create({
    amount,
    currency,
    payment_method: "pm_card_visa",
    confirm: true,
  });

/** The smallest amount of a currency is taken, one less is not. */
const smallest = (currency: string, amount: string, minor: number): Example => ({
  title: `the smallest charge in ${currency.toUpperCase()}`,
  page: CURRENCIES,
  given: `${amount} ${currency.toUpperCase()}`,
  run: async (bench) => [
    (await pay(bench, minor, currency)).status,
    await refusalOf(pay(bench, minor - 1, currency)),
  ],
  expected: ["succeeded", "amount_too_small"],
});

/** An amount in a currency is printed as the page says it is. */
const meant = (currency: string, minor: number, printed: string): Example => ({
  title: `an amount of ${minor} in ${currency.toUpperCase()}`,
  page: CURRENCIES,
  given: `an amount of ${minor} charges ${printed}`,
  async run(bench) {
    const { id } = await bench.stripe.customers.create();
    const preview = await bench.stripe.invoices.createPreview({
      customer: id,
      subscription_details: {
        items: [{ price: await bench.price(minor, "month", { currency, product_data: { name: "Pro" } }) }],
      },
    });
    return [preview.total, preview.lines.data[0]?.description];
  },
  expected: [minor, `1 × Pro (at ${printed} / month)`],
});

export const currencies: Example[] = [
  meant("usd", 1_000, "$10.00"),
  meant("usd", 1_099, "$10.99"),
  meant("jpy", 500, "¥500"),
  meant("jpy", 10, "¥10"),
  smallest("usd", "0.50", 50),
  smallest("aed", "2.00", 200),
  smallest("czk", "15.00", 1_500),
  smallest("dkk", "2.50", 250),
  smallest("eur", "0.50", 50),
  smallest("gbp", "0.30", 30),
  smallest("hkd", "4.00", 400),
  smallest("huf", "175.00", 17_500),
  smallest("inr", "0.50", 50),
  smallest("jpy", "50", 50),
  smallest("krw", "50", 50),
  smallest("mxn", "10", 1_000),
  smallest("myr", "2.00", 200),
  smallest("nok", "3.00", 300),
  smallest("pln", "2.00", 200),
  smallest("ron", "2.00", 200),
  smallest("sek", "3.00", 300),
  smallest("thb", "10", 1_000),
  {
    title: "no fraction of a króna or a Ugandan shilling is charged",
    page: CURRENCIES,
    given: "an amount of 500 charges 5 ISK or 5 UGX; fractions cannot be charged",
    async run(bench) {
      const outcomes = [];
      for (const currency of ["isk", "ugx"])
        outcomes.push(
          (await pay(bench, 50_000, currency)).status,
          await refusalOf(pay(bench, 50_050, currency)),
        );
      return outcomes;
    },
    expected: ["succeeded", "amount", "succeeded", "amount"],
    note: "The page's 5 of either lie below what may be charged; 500 are paid here.",
  },
  {
    title: "the largest charge of a card has twelve digits",
    page: CURRENCIES,
    given: "999,999,999,999 in minor units",
    run: async (bench) => [
      (await pay(bench, 999_999_999_999, "usd")).status,
      await refusalOf(pay(bench, 1_000_000_000_000, "usd")),
    ],
    expected: ["succeeded", "amount_too_large"],
  },
];
