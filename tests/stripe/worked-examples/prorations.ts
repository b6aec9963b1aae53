import type { Example } from "./example";

const PRORATIONS = "docs.stripe.com/billing/subscriptions/prorations";
const REVENUE = "docs.stripe.com/revenue-recognition/methodology/subscriptions-and-invoicing";
const MODES = "docs.stripe.com/billing/subscriptions/billing-mode/compare";

export const prorations: Example[] = [
  {
    title: "an upgrade halfway through a month",
    page: PRORATIONS,
    given: "from 10 USD to 20 USD a month, halfway through the period",
    async run(bench) {
      const life = await bench.life("2027-04-01T00:00:00");
      const made = await bench.subscribe(life, await bench.price(1_000));
      await bench.to(life, "2027-04-16T00:00:00");
      return await bench.change(made, { price: await bench.price(2_000) });
    },
    expected: { lines: [-500, 1_000], total: 500 },
  },
  {
    title: "a downgrade after an upgrade that was never billed credits what was billed",
    page: PRORATIONS,
    given: "10 a month on 1 April, 20 on the 11th without prorations, 10 again on the 21st, invoiced",
    async run(bench) {
      const life = await bench.life("2027-04-01T00:00:00");
      const [ten, twenty] = [await bench.price(1_000), await bench.price(2_000)];
      const made = await bench.subscribe(life, ten);
      await bench.to(life, "2027-04-11T00:00:00");
      const unbilled = await bench.change(made, { price: twenty }, { proration_behavior: "none" });
      await bench.to(life, "2027-04-21T00:00:00");
      return [unbilled.total, await bench.change(made, { price: ten })];
    },
    expected: [1_000, { lines: [-333, 333], total: 0 }],
  },
  {
    title: "a fixed coupon over two items, and the credit of the cheaper one that leaves",
    page: PRORATIONS,
    given: "items of 10 and 20 on 1 February, 5 off; the item of 10 is deleted halfway",
    async run(bench) {
      const life = await bench.life("2027-02-01T00:00:00");
      const made = await bench.subscribe(
        life,
        [{ price: await bench.price(1_000) }, { price: await bench.price(2_000) }],
        { discounts: [await bench.coupon({ amount_off: 500, duration: "forever" })] },
      );
      const first = await bench.latest(made);
      await bench.to(life, "2027-02-15T00:00:00");
      await bench.stripe.subscriptionItems.del(made.items.data[0]?.id ?? "", {
        proration_behavior: "create_prorations",
      });
      const pending = await bench.stripe.invoiceItems.list({ customer: life.customer, pending: true });
      return {
        total: first.total,
        off: first.lines.data.map((line) => line.discount_amounts?.map((part) => part.amount)),
        credits: pending.data.map((item) => item.amount),
      };
    },
    expected: { total: 2_500, off: [[166], [334]], credits: [-417] },
  },
  {
    title: "an upgrade with ten days left",
    page: REVENUE,
    given: "90 USD on 1 April, 120 USD from 21 April: 60 and 40 USD of service, 100 in all",
    async run(bench) {
      const life = await bench.life("2027-04-01T00:00:00");
      const made = await bench.subscribe(life, await bench.price(9_000));
      await bench.to(life, "2027-04-21T00:00:00");
      const change = await bench.change(made, { price: await bench.price(12_000) });
      return { ...change, paid: (await bench.totals(life)).reduce((sum, total) => sum + total, 0) };
    },
    expected: { lines: [-3_000, 4_000], total: 1_000, paid: 10_000 },
  },
  {
    title: "usage is billed at the price of its time when the price changes",
    page: MODES,
    given: "0.10 for 100 calls and 1,000 calls on 5 January; 0.15 from the 15th and 500 calls on the 20th",
    async run(bench) {
      const meter = await bench.meter();
      const perHundred = (unit_amount: number) =>
        bench.price(unit_amount, "month", {
          recurring: { interval: "month", usage_type: "metered", meter: meter.id },
          transform_quantity: { divide_by: 100, round: "up" },
        });
      const life = await bench.life("2027-01-01T00:00:00");
      const made = await bench.subscribe(life, await perHundred(10));
      await bench.to(life, "2027-01-05T00:00:00");
      await meter.use(life.customer, 1_000);
      await bench.to(life, "2027-01-15T00:00:00");
      await bench.stripe.subscriptions.update(made.id, {
        items: [{ id: made.items.data[0]?.id ?? "", price: await perHundred(15) }],
      });
      await bench.to(life, "2027-01-20T00:00:00");
      await meter.use(life.customer, 500);
      await bench.to(life, "2027-02-01T02:00:00");
      const invoice = await bench.latest(made);
      return { lines: invoice.lines.data.map((line) => line.amount), total: invoice.total };
    },
    expected: { lines: [100, 75], total: 175 },
  },
];
