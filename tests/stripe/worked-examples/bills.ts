import { day } from "../start-life";
import type { Example } from "./example";
import { amountsOf, type ExampleBench } from "./example-bench";

const SUBSCRIPTIONS = "docs.stripe.com/revenue-recognition/examples/subscriptions";

/** A month at 1 USD a unit from 15 January, with usage on some days, under a meter of this formula. */
async function usedMonth(bench: ExampleBench, formula: "sum" | "last", used: [string, number][]) {
  const meter = await bench.meter(formula);
  const life = await bench.life("2027-01-15T00:00:00");
  const made = await bench.subscribe(
    life,
    await bench.price(100, "month", {
      recurring: { interval: "month", usage_type: "metered", meter: meter.id },
    }),
  );
  for (const [date, value] of used) {
    await bench.to(life, date);
    await meter.use(life.customer, value);
  }
  await bench.to(life, "2027-02-15T02:00:00");
  return (await bench.latest(made)).total;
}

/** 90 USD on 1 April and another price from 21 April, billed with the next month. */
async function changedInApril(bench: ExampleBench, to: number) {
  const life = await bench.life("2027-04-01T00:00:00");
  const made = await bench.subscribe(life, await bench.price(9_000));
  await bench.to(life, "2027-04-21T00:00:00");
  await bench.stripe.subscriptions.update(made.id, {
    items: [{ id: made.items.data[0]?.id ?? "", price: await bench.price(to) }],
  });
  await bench.to(life, "2027-05-01T02:00:00");
  const next = await bench.latest(made);
  return {
    lines: next.lines.data.map(({ amount, period }) => [amount, day(period.start), day(period.end)]),
    total: next.total,
  };
}

export const bills: Example[] = [
  {
    title: "a month that begins in the middle of one",
    page: SUBSCRIPTIONS,
    given: "31 USD a month from 15 January: one period until 15 February",
    async run(bench) {
      const life = await bench.life("2027-01-15T00:00:00");
      const made = await bench.subscribe(life, await bench.price(3_100));
      const invoice = await bench.latest(made);
      const { period } = invoice.lines.data[0] ?? { period: { start: 0, end: 0 } };
      return { paid: invoice.amount_paid, start: day(period.start), end: day(period.end) };
    },
    expected: { paid: 3_100, start: "2027-01-15", end: "2027-02-15" },
  },
  {
    title: "usage that is summed",
    page: SUBSCRIPTIONS,
    given: "1 USD a unit from 15 January: 15 on 25 January and 17 on 4 February, 32 USD",
    run: (bench) =>
      usedMonth(bench, "sum", [
        ["2027-01-25T00:00:00", 15],
        ["2027-02-04T00:00:00", 17],
      ]),
    expected: 3_200,
  },
  {
    title: "usage of which the last counts",
    page: SUBSCRIPTIONS,
    given: "1 USD a unit from 15 January: 17, 10 and, on 4 February, 15 units, 15 USD",
    run: (bench) =>
      usedMonth(bench, "last", [
        ["2027-01-25T00:00:00", 17],
        ["2027-01-27T00:00:00", 10],
        ["2027-02-04T00:00:00", 15],
      ]),
    expected: 1_500,
  },
  {
    title: "an upgrade that waits for the next invoice",
    page: SUBSCRIPTIONS,
    given: "90 USD from 1 April, 120 USD from the 21st: -30, 40 and 120 USD on 1 May",
    run: (bench) => changedInApril(bench, 12_000),
    expected: {
      lines: [
        [-3_000, "2027-04-21", "2027-05-01"],
        [4_000, "2027-04-21", "2027-05-01"],
        [12_000, "2027-05-01", "2027-06-01"],
      ],
      total: 13_000,
    },
  },
  {
    title: "a downgrade that waits for the next invoice",
    page: SUBSCRIPTIONS,
    given: "90 USD from 1 April, 30 USD from the 21st: -30, 10 and 30 USD on 1 May",
    run: (bench) => changedInApril(bench, 3_000),
    expected: {
      lines: [
        [-3_000, "2027-04-21", "2027-05-01"],
        [1_000, "2027-04-21", "2027-05-01"],
        [3_000, "2027-05-01", "2027-06-01"],
      ],
      total: 1_000,
    },
  },
  {
    title: "an invoice of two items, one of them for no time",
    page: "docs.stripe.com/revenue-recognition/methodology/subscriptions-and-invoicing",
    given: "31 USD for 15 January to 15 February and 5 USD without a period: 36 USD",
    async run(bench) {
      const invoice = await bench.invoice([3_100, 500]);
      return { lines: amountsOf(invoice), total: invoice.total };
    },
    expected: { lines: [3_100, 500], total: 3_600 },
  },
];
