import { day } from "../start-life";
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

/** A seat and usage, paused halfway through January and resumed on its last day with the same anchor. */
async function pausedHalfway(bench: ExampleBench) {
  const meter = await bench.meter();
  const life = await bench.life("2027-01-01T00:00:00");
  const made = await bench.subscribe(life, [
    { price: await bench.price(3_100) },
    {
      price: await bench.price(10, "month", {
        recurring: { interval: "month", usage_type: "metered", meter: meter.id },
      }),
    },
  ]);
  await bench.to(life, "2027-01-10T00:00:00");
  await meter.use(life.customer, 7);
  await bench.to(life, "2027-01-16T12:00:00");
  const paused = await bench.stripe.subscriptions.pause(made.id, {
    bill_for: { unused_time_from: { type: "now" }, outstanding_usage_through: { type: "now" } },
    invoicing_behavior: "invoice",
  });
  const lines = amountsOf(await bench.latest(paused));
  const ends = paused.items.data.map((item) => day(item.current_period_end));
  await bench.to(life, "2027-01-31T00:00:00");
  await bench.stripe.subscriptions.resume(made.id, {
    billing_cycle_anchor: { type: "unchanged" },
    proration_behavior: "none",
  });
  await meter.use(life.customer, 1);
  await bench.to(life, "2027-02-01T02:00:00");
  return { lines, ends, afterwards: amountsOf(await bench.latest(made)) };
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
    title: "a pause that credits what is left and bills what was used",
    page: "docs.stripe.com/billing/subscriptions/pause",
    given: "bill_for unused time from now and usage through now: prorations at the pause, periods end",
    run: pausedHalfway,
    expected: {
      lines: [-1_550, 70],
      ends: ["2027-01-16", "2027-01-16"],
      afterwards: [3_100, 10],
    },
    reckoning: "15.5 of 31 days of 31 USD; 7 units at 0.10; from 1 February 31 and the one unit since",
  },
  ...(
    [
      ["in a trial", { trial_period_days: 14 }],
      ["whose invoices are sent", { collection_method: "send_invoice", days_until_due: 9 }],
    ] as const
  ).map(
    ([which, params]): Rule => ({
      title: `a subscription ${which}`,
      page: "docs.stripe.com/billing/subscriptions/pause",
      given: "cannot be paused",
      async run(bench) {
        const life = await bench.life("2027-01-01T00:00:00");
        const made = await bench.subscribe(life, await bench.price(1_000), params);
        return await refusalOf(bench.stripe.subscriptions.pause(made.id));
      },
      expected: "StripeInvalidRequestError",
      reckoning: "the page's list of what cannot be paused",
    }),
  ),
  {
    title: "the fee of a dispute",
    page: "docs.stripe.com/disputes/responding",
    given: "the fee for receiving a dispute is not returned when it is won",
    async run(bench) {
      const intent = await bench.stripe.paymentIntents.create({
        amount: 9_000,
        currency: "usd",
        payment_method: "pm_card_createDispute",
        confirm: true,
      });
      const { data } = await bench.stripe.disputes.list({ payment_intent: intent.id });
      const won = await bench.stripe.disputes.update(data[0]?.id ?? "", {
        evidence: { uncategorized_text: "winning_evidence" },
      });
      const { balance_transactions } = await bench.stripe.disputes.retrieve(won.id);
      return balance_transactions.map(({ amount, fee, net }) => ({ amount, fee, net }));
    },
    expected: [
      { amount: -9_000, fee: 1_500, net: -10_500 },
      { amount: 9_000, fee: 0, net: 9_000 },
    ],
    reckoning: "-90 - 15 when it comes, +90 when it is won",
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
