import type Stripe from "stripe";
import { day } from "../start-life";
import type { Rule } from "./example";
import { amountsOf, type ExampleBench } from "./example-bench";

const PRORATIONS = "docs.stripe.com/billing/subscriptions/prorations";
const COUPONS = "docs.stripe.com/billing/subscriptions/coupons";
const CHANGE = "docs.stripe.com/billing/subscriptions/change-price";

/** Two coupons on 100 USD, in an order. */
async function stacked(bench: ExampleBench, order: ("percent" | "amount")[]) {
  const life = await bench.life("2027-01-01T00:00:00");
  const coupons = [];
  for (const kind of order)
    coupons.push(await bench.coupon(kind === "percent" ? { percent_off: 20 } : { amount_off: 500 }));
  const made = await bench.subscribe(life, await bench.price(10_000), { discounts: coupons });
  return (await bench.latest(made)).total;
}

export const rulesOfChanges: Rule[] = [
  {
    title: "20% off, then 5 USD off",
    page: COUPONS,
    given: "discounts apply in their order",
    run: (bench) => stacked(bench, ["percent", "amount"]),
    expected: 7_500,
    reckoning: "100 × 0.8 - 5",
  },
  {
    title: "5 USD off, then 20% off",
    page: COUPONS,
    given: "discounts apply in their order",
    run: (bench) => stacked(bench, ["amount", "percent"]),
    expected: 7_600,
    reckoning: "(100 - 5) × 0.8",
  },
  {
    title: "a coupon for once",
    page: COUPONS,
    given: "applies to the first invoice, and is no longer on the subscription then",
    async run(bench) {
      const life = await bench.life("2027-01-01T00:00:00");
      const made = await bench.subscribe(life, await bench.price(1_000), {
        discounts: [await bench.coupon({ percent_off: 30 })],
      });
      await bench.to(life, "2027-02-01T02:00:00");
      const { discounts } = await bench.stripe.subscriptions.retrieve(made.id);
      return { totals: await bench.totals(life), left: discounts.length };
    },
    expected: { totals: [700, 1_000], left: 0 },
    reckoning: "10 × 0.7, then 10",
  },
  {
    title: "a change of discounts alone",
    page: PRORATIONS,
    given: "makes no prorations; with a change of quantity they are made at the new discounts",
    async run(bench) {
      const life = await bench.life("2027-04-01T00:00:00");
      const made = await bench.subscribe(life, await bench.price(1_000));
      await bench.to(life, "2027-04-16T00:00:00");
      const half = await bench.coupon({ percent_off: 50, duration: "forever" });
      await bench.stripe.subscriptions.update(made.id, { discounts: [half] });
      const pending = await bench.stripe.invoiceItems.list({ customer: life.customer, pending: true });
      const { lines } = await bench.change(made, { quantity: 2 });
      return { pending: pending.data.length, lines };
    },
    expected: { pending: 0, lines: [-500, 500] },
    reckoning: "10 / 2 was billed in full; 2 × 10 × 0.5 / 2 follow",
  },
  {
    title: "a proration to the second, and its preview",
    page: PRORATIONS,
    given: "the same proration_date gives the same amounts",
    async run(bench) {
      const life = await bench.life("2027-04-01T00:00:00");
      const made = await bench.subscribe(life, await bench.price(1_000));
      const proration_date = Date.UTC(2027, 3, 11, 7, 31, 9) / 1000;
      await bench.to(life, "2027-04-12T00:00:00");
      const items = [{ id: made.items.data[0]?.id ?? "", price: await bench.price(9_999) }];
      const preview = await bench.stripe.invoices.createPreview({
        subscription: made.id,
        subscription_details: { items, proration_date, proration_behavior: "always_invoice" },
      });
      const changed = await bench.stripe.subscriptions.update(made.id, {
        items,
        proration_date,
        proration_behavior: "always_invoice",
        expand: ["latest_invoice"],
      });
      return [amountsOf(preview), amountsOf(changed.latest_invoice as Stripe.Invoice)];
    },
    expected: [
      [-656, 6_562],
      [-656, 6_562],
    ],
    reckoning: "1,700,931 of 2,592,000 seconds are left: 10.00 and 99.99 USD × 0.6562234",
  },
  {
    title: "a change without prorations",
    page: PRORATIONS,
    given: "is billed in full with the next invoice",
    async run(bench) {
      const life = await bench.life("2027-04-01T00:00:00");
      const made = await bench.subscribe(life, await bench.price(1_000));
      await bench.to(life, "2027-04-16T00:00:00");
      await bench.change(made, { price: await bench.price(2_000) }, { proration_behavior: "none" });
      await bench.to(life, "2027-05-01T02:00:00");
      return await bench.totals(life);
    },
    expected: [1_000, 2_000],
    reckoning: "10, then 20",
  },
  {
    title: "from a month to a year, with the anchor at now",
    page: "docs.stripe.com/billing/subscriptions/billing-cycle",
    given: "billing_cycle_anchor now: invoiced at once, and what was paid of the period is credited",
    async run(bench) {
      const life = await bench.life("2027-04-01T00:00:00");
      const made = await bench.subscribe(life, await bench.price(1_000));
      await bench.to(life, "2027-04-16T00:00:00");
      const changed = await bench.change(
        made,
        { price: await bench.price(12_000, "year") },
        { billing_cycle_anchor: { type: "now" } },
      );
      const { items } = await bench.stripe.subscriptions.retrieve(made.id);
      return { ...changed, end: day(items.data[0]?.current_period_end ?? 0) };
    },
    expected: { lines: [-500, 12_000], total: 11_500, end: "2028-04-16" },
    reckoning: "10 / 2 back, 120 for the year from 16 April",
  },
  {
    title: "a new price without a quantity",
    page: CHANGE,
    given: "a change of the price puts the quantity back to 1 unless it is given",
    async run(bench) {
      const life = await bench.life("2027-04-01T00:00:00");
      const made = await bench.subscribe(life, [{ price: await bench.price(1_000), quantity: 3 }]);
      await bench.to(life, "2027-04-16T00:00:00");
      return await bench.change(made, { price: await bench.price(2_000) });
    },
    expected: { lines: [-1_500, 1_000], total: -500 },
    reckoning: "3 × 10 / 2 back, 1 × 20 / 2 on",
  },
];
