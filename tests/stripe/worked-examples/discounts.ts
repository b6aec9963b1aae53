import type { Example } from "./example";
import { type ExampleBench, refusalOf } from "./example-bench";

const COUPONS = "docs.stripe.com/billing/subscriptions/coupons";
const BACKDATING = "docs.stripe.com/billing/subscriptions/backdating";
const SCHEDULES = "docs.stripe.com/billing/subscriptions/subscription-schedules";

/** Half off for four months, on a price of 40 USD. */
async function fourMonths(bench: ExampleBench, interval: "week" | "month" | "year", until: string) {
  const life = await bench.life("2027-01-01T00:00:00");
  await bench.subscribe(life, await bench.price(4_000, interval), {
    discounts: [await bench.coupon({ percent_off: 50, duration: "repeating", duration_in_months: 4 })],
  });
  await bench.to(life, until);
  return await bench.totals(life);
}

/** A subscription made on 1 March that started on 1 January, with half off for so many months. */
async function backdated(bench: ExampleBench, duration_in_months: number) {
  const life = await bench.life("2027-03-01T00:00:00");
  const made = await bench.subscribe(life, await bench.price(1_000), {
    backdate_start_date: Date.UTC(2027, 0, 1) / 1000,
    discounts: [await bench.coupon({ percent_off: 50, duration: "repeating", duration_in_months })],
  });
  const { lines } = await bench.latest(made);
  await bench.to(life, "2027-04-01T02:00:00");
  return {
    first: lines.data.map((line) => line.amount - (line.discount_amounts?.[0]?.amount ?? 0)),
    next: (await bench.totals(life))[1],
  };
}

/** A quarter off for three months, for first orders of at least 50 USD. */
async function offered(bench: ExampleBench) {
  const { coupon } = await bench.coupon({
    percent_off: 25,
    duration: "repeating",
    duration_in_months: 3,
  });
  return await bench.stripe.promotionCodes.create({
    promotion: { type: "coupon", coupon },
    max_redemptions: 500,
    restrictions: {
      first_time_transaction: true,
      minimum_amount: 5_000,
      minimum_amount_currency: "usd",
    },
  });
}

export const discounts: Example[] = [
  {
    title: "half off for four months, billed by the month",
    page: COUPONS,
    given: "50% off for 4 months: the first four monthly invoices",
    run: (bench) => fourMonths(bench, "month", "2027-06-01T02:00:00"),
    expected: [2_000, 2_000, 2_000, 2_000, 4_000, 4_000],
  },
  {
    title: "half off for four months, billed by the year",
    page: COUPONS,
    given: "50% off for 4 months: the whole of a year that begins in them",
    run: (bench) => fourMonths(bench, "year", "2028-01-01T02:00:00"),
    expected: [2_000, 4_000],
  },
  {
    title: "half off for four months, billed by the week",
    page: COUPONS,
    given: "50% off for 4 months: every weekly invoice of the first 4 months",
    async run(bench) {
      const totals = await fourMonths(bench, "week", "2027-05-15T00:00:00");
      return { half: totals.filter((total) => total === 2_000).length, all: totals.length };
    },
    expected: { half: 18, all: 20 },
    note: "From 1 January, eighteen weeks begin before 1 May; the weeks of 7 and 14 May come after.",
  },
  {
    title: "a coupon for three months with a schedule, then the normal price",
    page: SCHEDULES,
    given: "50% off for the first three months as a phase, then the normal cost",
    async run(bench) {
      const life = await bench.life("2027-01-01T00:00:00");
      const price = await bench.price(2_000);
      await bench.stripe.subscriptionSchedules.create({
        customer: life.customer,
        start_date: "now",
        phases: [
          {
            items: [{ price }],
            duration: { interval: "month", interval_count: 3 },
            discounts: [await bench.coupon({ percent_off: 50, duration: "forever" })],
          },
          { items: [{ price }], duration: { interval: "month", interval_count: 3 } },
        ],
      });
      await bench.to(life, "2027-05-01T02:00:00");
      return await bench.totals(life);
    },
    expected: [1_000, 1_000, 1_000, 2_000, 2_000],
  },
  {
    title: "a code for first orders of 50 USD",
    page: COUPONS,
    given: "25% off for 3 months, a minimum of 50 USD, first-time customers, 500 redemptions",
    async run(bench) {
      const code = await offered(bench);
      const use = async (amount: number) => {
        const life = await bench.life("2027-01-01T00:00:00");
        const made = await bench.subscribe(life, await bench.price(amount), {
          discounts: [{ promotion_code: code.id }],
        });
        return { life, total: (await bench.latest(made)).total };
      };
      const { life, total } = await use(5_000);
      return {
        total,
        tooLittle: await refusalOf(use(4_999)),
        secondOrder: await refusalOf(
          bench.subscribe(life, await bench.price(5_000), { discounts: [{ promotion_code: code.id }] }),
        ),
        redeemed: (await bench.stripe.promotionCodes.retrieve(code.id)).times_redeemed,
      };
    },
    expected: {
      total: 3_750,
      tooLittle: "discounts[0]",
      secondOrder: "discounts[0]",
      redeemed: 1,
    },
  },
  {
    title: "two months of a coupon are over when the two months before were billed with it",
    page: BACKDATING,
    given: "made on 1 March, started on 1 January, a coupon for 2 months: January and February",
    run: (bench) => backdated(bench, 2),
    expected: { first: [500, 500, 1_000], next: 1_000 },
    note: "The page gives the months; half off 10 USD shows them.",
  },
  {
    title: "three months of it cover the month that begins now",
    page: BACKDATING,
    given: "made on 1 March, started on 1 January, a coupon for 3 months: January, February and March",
    run: (bench) => backdated(bench, 3),
    expected: { first: [500, 500, 500], next: 1_000 },
    note: "The page gives the months; half off 10 USD shows them.",
  },
];
