import { day } from "../start-life";
import type { Example } from "./example";
import type { ExampleBench } from "./example-bench";

const CYCLE = "docs.stripe.com/billing/subscriptions/billing-cycle";
const MIXED = "docs.stripe.com/billing/subscriptions/mixed-interval";
const MODES = "docs.stripe.com/billing/subscriptions/billing-mode/compare";
const BACKDATING = "docs.stripe.com/billing/subscriptions/backdating";

const minute = (seconds: number): string => new Date(seconds * 1000).toISOString().slice(0, 16);

async function monthlyFrom(bench: ExampleBench, from: string, until: string): Promise<string[]> {
  const life = await bench.life(from);
  await bench.subscribe(life, await bench.price(1_000));
  await bench.to(life, until);
  return await bench.startDays(life);
}

/** The periods of a subscription's items, in their order. */
async function periodsOf(bench: ExampleBench, id: string): Promise<string[]> {
  const { items } = await bench.stripe.subscriptions.retrieve(id);
  return items.data.map((item) => `${day(item.current_period_start)} ${day(item.current_period_end)}`);
}

export const billingCycles: Example[] = [
  {
    title: "a month that begins on the 31st ends with each month",
    page: CYCLE,
    given: "anchored on 31 January: 28 February, 31 March, 30 April",
    run: (bench) => monthlyFrom(bench, "2027-01-31T00:00:00", "2027-04-30T02:00:00"),
    expected: ["2027-01-31", "2027-02-28", "2027-03-31", "2027-04-30"],
  },
  {
    title: "and on 29 February in a leap year",
    page: CYCLE,
    given: "anchored on 31 January of a leap year: 29 February, 31 March, 30 April",
    run: (bench) => monthlyFrom(bench, "2028-01-31T00:00:00", "2028-04-30T02:00:00"),
    expected: ["2028-01-31", "2028-02-29", "2028-03-31", "2028-04-30"],
  },
  {
    title: "a month that begins on the 2nd always does",
    page: CYCLE,
    given: "anchored on 2 September",
    run: (bench) => monthlyFrom(bench, "2027-09-02T00:00:00", "2027-12-02T02:00:00"),
    expected: ["2027-09-02", "2027-10-02", "2027-11-02", "2027-12-02"],
  },
  {
    title: "a week begins on its anchor's day",
    page: CYCLE,
    given: "anchored on Friday, 3 June",
    async run(bench) {
      const life = await bench.life("2022-06-03T00:00:00");
      await bench.subscribe(life, await bench.price(1_000, "week"));
      await bench.to(life, "2022-06-24T02:00:00");
      return await bench.startDays(life);
    },
    expected: ["2022-06-03", "2022-06-10", "2022-06-17", "2022-06-24"],
  },
  {
    title: "two months from a 31st that February has not: the anchor is the next one on the grid",
    page: CYCLE,
    given: "every two months, made in February with day 31: anchor 31 August, first full invoice 28 February",
    async run(bench) {
      const life = await bench.life("2027-02-10T00:00:00");
      const made = await bench.subscribe(life, await bench.price(5_900, "month", {}, 2), {
        billing_cycle_anchor_config: { day_of_month: 31 },
      });
      await bench.to(life, "2027-08-31T02:00:00");
      return {
        anchor: day(made.billing_cycle_anchor),
        firstFull: day(made.items.data[0]?.current_period_end ?? 0),
        starts: await bench.startDays(life),
      };
    },
    expected: {
      anchor: "2027-08-31",
      firstFull: "2027-02-28",
      starts: ["2027-02-10", "2027-02-28", "2027-04-30", "2027-06-30", "2027-08-31"],
    },
  },
  {
    title: "an anchor to the second",
    page: CYCLE,
    given: "day 15, hour 12, minute 30, second 0",
    async run(bench) {
      const life = await bench.life("2027-03-03T08:00:00");
      const made = await bench.subscribe(life, await bench.price(1_000), {
        billing_cycle_anchor_config: { day_of_month: 15, hour: 12, minute: 30, second: 0 },
      });
      return minute(made.billing_cycle_anchor);
    },
    expected: "2027-03-15T12:30",
  },
  {
    title: "a trial that ends before the anchor is followed by a part of a period",
    page: CYCLE,
    given:
      "seven days free from the 15th, billed on the 1st: prorated on the 22nd until the 1st, then in full",
    async run(bench) {
      const life = await bench.life("2027-01-15T00:00:00");
      await bench.subscribe(life, await bench.price(3_100), {
        trial_period_days: 7,
        billing_cycle_anchor_config: { day_of_month: 1 },
        trial_settings: {
          end_behavior: { missing_payment_method: "create_invoice", billing_cycle_anchor: "unchanged" },
        },
      });
      await bench.to(life, "2027-02-01T02:00:00");
      return (await bench.invoices(life)).map(({ total, lines }) => [
        day(lines.data[0]?.period.start ?? 0),
        day(lines.data[0]?.period.end ?? 0),
        total,
      ]);
    },
    expected: [
      ["2027-01-15", "2027-01-22", 0],
      ["2027-01-22", "2027-02-01", 1_000],
      ["2027-02-01", "2027-03-01", 3_100],
    ],
    note: "The page gives the days; 31 USD a month make ten of January's days 10 USD.",
  },
  {
    title: "a trial of a running subscription moves its billing day",
    page: CYCLE,
    given: "next billed on 23 July, a trial from 15 July to 1 August, without prorations",
    async run(bench) {
      const life = await bench.life("2027-06-23T00:00:00");
      const made = await bench.subscribe(life, await bench.price(3_100));
      await bench.to(life, "2027-07-15T00:00:00");
      await bench.stripe.subscriptions.update(made.id, {
        trial_end: Date.UTC(2027, 7, 1) / 1000,
        proration_behavior: "none",
      });
      await bench.to(life, "2027-09-01T02:00:00");
      return (await bench.invoices(life)).map(({ created, total }) => [day(created), total]);
    },
    expected: [
      ["2027-06-23", 3_100],
      ["2027-07-15", 0],
      ["2027-08-01", 3_100],
      ["2027-09-01", 3_100],
    ],
  },
  {
    title: "items of one, two and three months, and their next periods",
    page: MIXED,
    given: "made on 1 January; renewed on 1 February and on 1 March",
    async run(bench) {
      const life = await bench.life("2027-01-01T00:00:00");
      const made = await bench.subscribe(life, [
        { price: await bench.price(1_000, "month", {}, 1) },
        { price: await bench.price(2_000, "month", {}, 2) },
        { price: await bench.price(3_000, "month", {}, 3) },
      ]);
      const first = await periodsOf(bench, made.id);
      await bench.to(life, "2027-02-01T02:00:00");
      const second = await periodsOf(bench, made.id);
      await bench.to(life, "2027-03-01T02:00:00");
      return [first, second, await periodsOf(bench, made.id)];
    },
    expected: [
      ["2027-01-01 2027-02-01", "2027-01-01 2027-03-01", "2027-01-01 2027-04-01"],
      ["2027-02-01 2027-03-01", "2027-01-01 2027-03-01", "2027-01-01 2027-04-01"],
      ["2027-03-01 2027-04-01", "2027-03-01 2027-05-01", "2027-01-01 2027-04-01"],
    ],
  },
  {
    title: "the half of February that is billed for a start on the 15th",
    page: BACKDATING,
    given: "billed on the 1st, started on 15 February: 14 of 28 days, half a month's price",
    async run(bench) {
      const life = await bench.life("2027-02-20T00:00:00");
      const made = await bench.subscribe(life, await bench.price(2_800), {
        backdate_start_date: Date.UTC(2027, 1, 15) / 1000,
        billing_cycle_anchor: Date.UTC(2027, 2, 1) / 1000,
      });
      return (await bench.latest(made)).total;
    },
    expected: 1_400,
  },
  {
    title: "17 of January's 31 days",
    page: BACKDATING,
    given: "billed on the 1st, started on 15 January: 17 of 31 days, about 0.548 of a month's price",
    async run(bench) {
      const life = await bench.life("2027-01-20T00:00:00");
      const made = await bench.subscribe(life, await bench.price(100_000), {
        backdate_start_date: Date.UTC(2027, 0, 15) / 1000,
        billing_cycle_anchor: Date.UTC(2027, 1, 1) / 1000,
      });
      return (await bench.latest(made)).total;
    },
    expected: 54_839,
    note: "100,000 × 17 / 31 = 54,838.7: the page's 0.548.",
  },
  {
    title: "a start two months ago bills each of its months on a line of its own",
    page: BACKDATING,
    given: "on 15 October, started on 1 September, next billed on 1 November",
    async run(bench) {
      const life = await bench.life("2027-10-15T00:00:00");
      const made = await bench.subscribe(life, await bench.price(1_000), {
        backdate_start_date: Date.UTC(2027, 8, 1) / 1000,
        billing_cycle_anchor: Date.UTC(2027, 10, 1) / 1000,
      });
      const { lines } = await bench.latest(made);
      await bench.to(life, "2027-11-01T02:00:00");
      return {
        start: day(made.start_date),
        first: lines.data.map(({ amount, period }) => [day(period.start), day(period.end), amount]),
        totals: await bench.totals(life),
      };
    },
    expected: {
      start: "2027-09-01",
      first: [
        ["2027-09-01", "2027-10-01", 1_000],
        ["2027-10-01", "2027-11-01", 1_000],
      ],
      totals: [2_000, 1_000],
    },
  },
  {
    title: "usage of two months that were missed is billed month by month",
    page: MODES,
    given: "10 for 10 GB: 100 GB in March, 150 GB in April, billed from 1 March",
    async run(bench) {
      const meter = await bench.meter();
      const price = await bench.price(1_000, "month", {
        recurring: { interval: "month", usage_type: "metered", meter: meter.id },
        transform_quantity: { divide_by: 10, round: "up" },
      });
      const life = await bench.life("2027-03-20T00:00:00");
      await meter.use(life.customer, 100);
      await bench.to(life, "2027-04-20T00:00:00");
      await meter.use(life.customer, 150);
      await bench.to(life, "2027-05-01T00:00:00");
      const made = await bench.subscribe(life, price, {
        backdate_start_date: Date.UTC(2027, 2, 1) / 1000,
      });
      return (await bench.latest(made)).lines.data.map((line) => line.amount);
    },
    expected: [10_000, 15_000],
  },
];
