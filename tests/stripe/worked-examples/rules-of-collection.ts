import type { Rule } from "./example";
import { amountsOf, type ExampleBench, refusalOf, totalTaxesOf } from "./example-bench";

const PAUSE = "docs.stripe.com/billing/subscriptions/pause-payment";
const USAGE = "docs.stripe.com/subscriptions/pricing-models/usage-based-pricing";

/** What becomes of a renewal while collection is paused. */
async function renewedWhilePaused(bench: ExampleBench, behavior: string, balance = 0) {
  const life = await bench.life("2027-01-01T00:00:00");
  const made = await bench.subscribe(life, await bench.price(1_000));
  if (balance !== 0) await bench.stripe.customers.update(life.customer, { balance });
  await bench.stripe.subscriptions.update(made.id, {
    pause_collection: { behavior: behavior as "void" },
  });
  await bench.to(life, "2027-02-01T02:00:00");
  const { status, auto_advance } = await bench.latest(made);
  return { status, auto_advance, subscription: (await bench.stripe.subscriptions.retrieve(made.id)).status };
}

/** A hundred thousand units free, 0.1 cents for each one more, beside 200 USD a month. */
async function overage(bench: ExampleBench, usage: number) {
  const meter = await bench.meter();
  const life = await bench.life("2027-01-01T00:00:00");
  const made = await bench.subscribe(life, [
    { price: await bench.price(20_000) },
    {
      price: await bench.tiered(
        "graduated",
        [
          { up_to: 100_000, unit_amount: 0 },
          { up_to: "inf", unit_amount_decimal: "0.1" as never },
        ],
        { usage_type: "metered", meter: meter.id },
      ),
    },
  ]);
  await meter.use(life.customer, usage);
  await bench.to(life, "2027-02-01T02:00:00");
  return amountsOf(await bench.latest(made));
}

export const rulesOfCollection: Rule[] = [
  ...(
    [
      ["void", { status: "void", auto_advance: false }],
      ["keep_as_draft", { status: "draft", auto_advance: false }],
      ["mark_uncollectible", { status: "uncollectible", auto_advance: false }],
    ] as const
  ).map(
    ([behavior, expected]): Rule => ({
      title: `a renewal while collection is paused with ${behavior}`,
      page: PAUSE,
      given: "the invoice is made and not collected, the subscription stays active",
      run: (bench) => renewedWhilePaused(bench, behavior),
      expected: { ...expected, subscription: "active" },
      reckoning: "the page's own words for each behaviour",
    }),
  ),
  {
    title: "a renewal while collection is paused that a balance pays",
    page: PAUSE,
    given: "mark_uncollectible: an invoice that the balance covers is paid",
    run: (bench) => renewedWhilePaused(bench, "mark_uncollectible", -1_000),
    expected: { status: "paid", auto_advance: false, subscription: "active" },
    reckoning: "10 - 10",
  },
  {
    title: "a fixed fee and what goes beyond it",
    page: USAGE,
    given: "200 USD a month with 100,000 units, 0.001 USD for each one more; 150,000 are used",
    run: (bench) => overage(bench, 150_000),
    expected: [20_000, 5_000],
    reckoning: "200 in advance, 50,000 × 0.001 in arrears",
  },
  {
    title: "a fixed fee that is not used up",
    page: USAGE,
    given: "200 USD a month with 100,000 units, 0.001 USD for each one more; 100,000 are used",
    run: (bench) => overage(bench, 100_000),
    expected: [20_000, 0],
    reckoning: "200 in advance, nothing beyond",
  },
  {
    title: "an event of long ago, and of later on",
    page: "docs.stripe.com/api/billing/meter-event/create",
    given: "within the past 35 days and at most 5 minutes ahead",
    async run(bench) {
      const meter = await bench.meter();
      const customer = await bench.payer();
      const now = Math.floor(Date.now() / 1000);
      const past = await meter.use(customer, 1, now - 35 * 86_400 + 60);
      const ahead = await meter.use(customer, 1, now + 240);
      return [
        past.object,
        ahead.object,
        await refusalOf(meter.use(customer, 1, now - 35 * 86_400 - 60)),
        await refusalOf(meter.use(customer, 1, now + 360)),
      ];
    },
    expected: [
      "billing.meter_event",
      "billing.meter_event",
      "timestamp_too_far_in_past",
      "timestamp_in_future",
    ],
    reckoning: "a minute inside each bound, and a minute outside",
  },
  {
    title: "an amount that is too small to charge",
    page: "docs.stripe.com/billing/customer/balance",
    given: "the invoice is paid, and the amount waits on the balance for the next one",
    async run(bench) {
      const customer = await bench.payer();
      const small = await bench.invoice([49], { customer });
      const next = await bench.stripe.invoices.pay((await bench.invoice([1_000], { customer })).id);
      return [small.status, small.amount_due, next.amount_paid];
    },
    expected: ["paid", 0, 1_049],
    reckoning: "0.49 USD is below the least of 0.50; 10.00 + 0.49",
  },
  {
    title: "the balance and the tax",
    page: "docs.stripe.com/revenue-recognition/methodology/subscriptions-and-invoicing",
    given: "a credit balance pays, it does not lower the tax",
    async run(bench) {
      const customer = await bench.payer({ balance: -1_100 });
      const invoice = await bench.invoice([3_100], { customer, default_tax_rates: [await bench.rate(10)] });
      return { tax: totalTaxesOf(invoice), due: invoice.amount_due };
    },
    expected: { tax: [310], due: 2_310 },
    reckoning: "31.00 + 3.10 - 11.00",
  },
  {
    title: "usage in packages that are rounded down",
    page: "docs.stripe.com/billing/subscriptions/quantities",
    given: "0.10 USD for every full 1,000 of metered e-mails; 2,999 are sent",
    async run(bench) {
      const meter = await bench.meter();
      const life = await bench.life("2027-01-01T00:00:00");
      const made = await bench.subscribe(
        life,
        await bench.price(10, "month", {
          recurring: { interval: "month", usage_type: "metered", meter: meter.id },
          transform_quantity: { divide_by: 1_000, round: "down" },
        }),
      );
      await meter.use(life.customer, 2_999);
      await bench.to(life, "2027-02-01T02:00:00");
      return (await bench.latest(made)).total;
    },
    expected: 20,
    reckoning: "2 × 0.10",
  },
];
