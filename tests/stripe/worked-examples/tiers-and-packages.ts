import type Stripe from "stripe";
import type { Example } from "./example";
import type { ExampleBench } from "./example-bench";

const TIERS = "docs.stripe.com/subscriptions/pricing-models/tiered-pricing";
const QUANTITIES = "docs.stripe.com/billing/subscriptions/quantities";
const TRANSFORM = "docs.stripe.com/billing/subscriptions/usage-based/transform-quantities";

type Tiers = Stripe.PriceCreateParams.Tier[];
type Mode = "graduated" | "volume";

const FONTS: Tiers = [
  { up_to: 5, unit_amount: 700 },
  { up_to: 10, unit_amount: 650 },
  { up_to: "inf", unit_amount: 600 },
];
const WITH_FLAT: Tiers = [
  { up_to: 5, unit_amount: 500, flat_amount: 1_000 },
  { up_to: 10, unit_amount: 400, flat_amount: 2_000 },
  { up_to: 15, unit_amount: 300, flat_amount: 3_000 },
  { up_to: 20, unit_amount: 200, flat_amount: 4_000 },
  { up_to: "inf", unit_amount: 100, flat_amount: 5_000 },
];

/** What a quantity costs, as the preview of a new subscription shows it. */
async function cost(bench: ExampleBench, price: string, quantity: number): Promise<number> {
  const { id } = await bench.stripe.customers.create();
  const preview = await bench.stripe.invoices.createPreview({
    customer: id,
    subscription_details: { items: [{ price, quantity }] },
  });
  return preview.total;
}

const tiered = (mode: Mode, tiers: Tiers, quantity: number, amount: string, expected: number): Example => ({
  title: `${quantity} at ${mode} tiers${tiers === FONTS ? "" : " with flat amounts"}`,
  page: TIERS,
  given: `${quantity} units: ${amount} USD`,
  run: async (bench) => cost(bench, await bench.tiered(mode, tiers), quantity),
  expected,
});

/** 10 USD for every five users or part of five. */
const fiveUsers = (users: number, amount: string, expected: number): Example => ({
  title: `${users} users in packages of five`,
  page: QUANTITIES,
  given: `10 USD for every 5 users: ${users} users, ${amount} USD`,
  run: async (bench) =>
    cost(
      bench,
      await bench.price(1_000, "month", { transform_quantity: { divide_by: 5, round: "up" } }),
      users,
    ),
  expected,
});

/** The bill of a month with this much usage. */
async function monthOf(bench: ExampleBench, usage: number, price: (meter: string) => Promise<string>) {
  const meter = await bench.meter();
  const life = await bench.life("2027-01-01T00:00:00");
  const made = await bench.subscribe(life, await price(meter.id));
  await bench.to(life, "2027-01-10T00:00:00");
  await meter.use(life.customer, usage);
  await bench.to(life, "2027-02-01T02:00:00");
  return (await bench.latest(made)).total;
}

const usedTiers = (mode: Mode, usage: number, amount: string, expected: number): Example => ({
  title: `a month's usage of ${usage} at ${mode} tiers`,
  page: TIERS,
  given: `metered, ${usage} at the end of the period: ${amount} USD`,
  run: (bench) =>
    monthOf(bench, usage, (meter) => bench.tiered(mode, FONTS, { usage_type: "metered", meter })),
  expected,
});

export const tiersAndPackages: Example[] = [
  tiered("volume", FONTS, 1, "7", 700),
  tiered("volume", FONTS, 5, "35", 3_500),
  tiered("volume", FONTS, 6, "39", 3_900),
  tiered("volume", FONTS, 20, "120", 12_000),
  tiered("volume", FONTS, 25, "150", 15_000),
  tiered("graduated", FONTS, 1, "7", 700),
  tiered("graduated", FONTS, 5, "35", 3_500),
  tiered("graduated", FONTS, 6, "41.50", 4_150),
  tiered("graduated", FONTS, 20, "127.50", 12_750),
  tiered("graduated", FONTS, 25, "157.50", 15_750),
  tiered("volume", WITH_FLAT, 12, "12 × 3 + 30 = 66", 6_600),
  tiered("graduated", WITH_FLAT, 12, "(25 + 10) + (20 + 20) + (6 + 30) = 111", 11_100),
  tiered("volume", WITH_FLAT, 0, "the first flat amount, 10", 1_000),
  tiered("graduated", WITH_FLAT, 0, "the first flat amount, 10", 1_000),
  usedTiers("volume", 6, "39", 3_900),
  usedTiers("graduated", 6, "41.50", 4_150),
  fiveUsers(1, "10", 1_000),
  fiveUsers(3, "10", 1_000),
  fiveUsers(5, "10", 1_000),
  fiveUsers(6, "20", 2_000),
  fiveUsers(7, "20", 2_000),
  {
    title: "minutes in packages of an hour",
    page: TRANSFORM,
    given: "10 USD for every 60 minutes, rounded up: 150 minutes, 30 USD",
    run: (bench) =>
      monthOf(bench, 150, (meter) =>
        bench.price(1_000, "month", {
          recurring: { interval: "month", usage_type: "metered", meter },
          transform_quantity: { divide_by: 60, round: "up" },
        }),
      ),
    expected: 3_000,
  },
  {
    title: "two of what one costs 9.99",
    page: QUANTITIES,
    given: "9.99 USD for a site: 19.98 USD for two",
    run: async (bench) => cost(bench, await bench.price(999), 2),
    expected: 1_998,
  },
];
