import { day } from "../start-life";
import type { Rule } from "./example";
import { amountsOf, type ExampleBench, refusalOf } from "./example-bench";

const TRIALS = "docs.stripe.com/billing/subscriptions/trials/free-trials";

/** A price of 0.10 a unit, and its meter. */
async function metered(bench: ExampleBench) {
  const meter = await bench.meter();
  const price = await bench.price(10, "month", {
    recurring: { interval: "month", usage_type: "metered", meter: meter.id },
  });
  return { price, use: meter.use };
}

/** A trial of a fortnight without a card. */
async function trialWithoutCard(
  bench: ExampleBench,
  missing_payment_method: "cancel" | "create_invoice" | "pause",
) {
  const life = await bench.life("2027-01-01T00:00:00");
  const [card] = (await bench.stripe.paymentMethods.list({ customer: life.customer })).data;
  await bench.stripe.paymentMethods.detach(card?.id ?? "");
  const made = await bench.subscribe(life, await bench.price(1_000), {
    trial_period_days: 14,
    trial_settings: { end_behavior: { missing_payment_method } },
  });
  await bench.to(life, "2027-01-15T02:00:00");
  const { status } = await bench.stripe.subscriptions.retrieve(made.id);
  return { status, totals: await bench.totals(life) };
}

export const rulesOfTrials: Rule[] = [
  {
    title: "what was used in a trial",
    page: TRIALS,
    given: "is not billed; what is used after it is",
    async run(bench) {
      const { price, use } = await metered(bench);
      const life = await bench.life("2027-01-01T00:00:00");
      const made = await bench.subscribe(life, [{ price: await bench.price(1_000) }, { price }], {
        trial_period_days: 14,
      });
      await bench.to(life, "2027-01-05T00:00:00");
      await use(life.customer, 40);
      await bench.to(life, "2027-01-15T02:00:00");
      const atEnd = amountsOf(await bench.latest(made));
      await use(life.customer, 3);
      await bench.to(life, "2027-02-15T02:00:00");
      return [atEnd, amountsOf(await bench.latest(made))];
    },
    expected: [
      [1_000, 0],
      [1_000, 30],
    ],
    reckoning: "40 units free, then 3 × 0.10",
  },
  {
    title: "what was used before a trial of a running subscription",
    page: TRIALS,
    given: "is billed when the trial begins; the trial's own is free",
    async run(bench) {
      const { price, use } = await metered(bench);
      const life = await bench.life("2027-01-01T00:00:00");
      const made = await bench.subscribe(life, [{ price: await bench.price(3_100) }, { price }]);
      await bench.to(life, "2027-01-05T00:00:00");
      await use(life.customer, 40);
      await bench.to(life, "2027-01-11T00:00:00");
      const inTrial = await bench.stripe.subscriptions.update(made.id, {
        trial_end: Date.UTC(2027, 0, 21) / 1000,
        proration_behavior: "none",
      });
      await use(life.customer, 99);
      const atStart = amountsOf(await bench.latest(made));
      await bench.to(life, "2027-01-21T02:00:00");
      return { start: day(inTrial.trial_start ?? 0), atStart, atEnd: amountsOf(await bench.latest(made)) };
    },
    expected: { start: "2027-01-11", atStart: [400, 0], atEnd: [3_100, 0] },
    reckoning: "40 × 0.10, then 31 and nothing for the 99",
  },
  {
    title: "what was used while a subscription is paused",
    page: TRIALS,
    given: "is not invoiced; only what comes after it resumes is",
    async run(bench) {
      const { price, use } = await metered(bench);
      const life = await bench.life("2027-01-01T00:00:00");
      const made = await bench.subscribe(life, price);
      await bench.to(life, "2027-01-05T00:00:00");
      await bench.stripe.subscriptions.pause(made.id);
      await use(life.customer, 40);
      await bench.to(life, "2027-01-11T00:00:00");
      await bench.stripe.subscriptions.resume(made.id, { billing_cycle_anchor: { type: "unchanged" } });
      await use(life.customer, 3);
      await bench.to(life, "2027-02-01T02:00:00");
      return await bench.totals(life);
    },
    expected: [30],
    reckoning: "3 × 0.10",
  },
  {
    title: "the first invoice of a trial",
    page: TRIALS,
    given: "comes to nothing and says that it is free; a one-off item on it is paid at once",
    async run(bench) {
      const life = await bench.life("2027-01-01T00:00:00");
      const setup = await bench.stripe.prices.create({
        product_data: { name: "Setup" },
        currency: "usd",
        unit_amount: 4_900,
      });
      const pro = await bench.price(1_000, "month", { product_data: { name: "Pro" } });
      const made = await bench.subscribe(life, pro, {
        trial_period_days: 14,
        add_invoice_items: [{ price: setup.id }],
      });
      const { lines, amount_paid } = await bench.latest(made);
      return { lines: lines.data.map(({ amount, description }) => [amount, description]), amount_paid };
    },
    expected: {
      lines: [
        [0, "Free trial for 1 × Pro"],
        [4_900, "Setup"],
      ],
      amount_paid: 4_900,
    },
    reckoning: "0 + 49",
  },
  {
    title: "the length of a trial",
    page: TRIALS,
    given: "730 days or less",
    async run(bench) {
      const life = await bench.life("2027-01-01T00:00:00");
      const price = await bench.price(1_000);
      const made = await bench.subscribe(life, price, { trial_period_days: 730 });
      return [
        day(made.trial_end ?? 0),
        await refusalOf(bench.subscribe(life, price, { trial_period_days: 731 })),
      ];
    },
    expected: ["2028-12-31", "trial_period_days"],
    reckoning: "730 days from 1 January 2027, with 29 February 2028 in them",
  },
  ...(
    [
      ["cancel", { status: "canceled", totals: [0] }],
      ["pause", { status: "paused", totals: [0] }],
      ["create_invoice", { status: "past_due", totals: [0, 1_000] }],
    ] as const
  ).map(
    ([behaviour, expected]): Rule => ({
      title: `a trial that ends without a card: ${behaviour}`,
      page: TRIALS,
      given: "cancels at once, pauses without an invoice, or is past due with one",
      run: (bench) => trialWithoutCard(bench, behaviour),
      expected: { ...expected, totals: [...expected.totals] },
      reckoning: "the page's own words for each behaviour",
    }),
  ),
];
