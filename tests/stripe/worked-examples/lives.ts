import type Stripe from "stripe";
import { day } from "../start-life";
import type { Example } from "./example";
import type { ExampleBench } from "./example-bench";

const INVOICES = "docs.stripe.com/billing/invoices/subscription";
const SCHEDULES = "docs.stripe.com/billing/subscriptions/subscription-schedules";
const USAGE = "docs.stripe.com/billing/subscriptions/usage-based/pricing-models";
const MIXED = "docs.stripe.com/billing/subscriptions/mixed-interval";

/** The states of a subscription's first invoice and of the subscription at some moments. */
async function statesAt(
  bench: ExampleBench,
  collection_method: "charge_automatically" | "send_invoice",
  moments: string[],
) {
  const life = await bench.life("2027-01-01T00:00:00");
  const made = await bench.subscribe(life, await bench.price(1_000), {
    collection_method,
    ...(collection_method === "send_invoice" ? { days_until_due: 30 } : {}),
  });
  const states = [(await bench.latest(made)).status];
  for (const moment of moments) {
    await bench.to(life, moment);
    states.push((await bench.latest(made)).status);
  }
  return states;
}

/** A first payment that fails. */
async function incomplete(bench: ExampleBench) {
  const life = await bench.life("2027-01-01T00:00:00");
  const card = await bench.stripe.paymentMethods.attach("pm_card_chargeCustomerFail", {
    customer: life.customer,
  });
  const made = await bench.subscribe(life, await bench.price(1_000), {
    default_payment_method: card.id,
    payment_behavior: "allow_incomplete",
  });
  return { life, made };
}

/** A monthly and a two-monthly item that paused at the end of their trial, resumed a fortnight later. */
async function resumed(bench: ExampleBench, type: "now" | "unchanged") {
  const life = await bench.life("2027-01-01T00:00:00");
  const { invoice_settings } = (await bench.stripe.customers.retrieve(life.customer)) as Stripe.Customer;
  await bench.stripe.paymentMethods.detach(String(invoice_settings.default_payment_method));
  const made = await bench.subscribe(
    life,
    [{ price: await bench.price(1_000) }, { price: await bench.price(2_000, "month", {}, 2) }],
    {
      trial_end: Date.UTC(2027, 1, 1) / 1000,
      trial_settings: { end_behavior: { missing_payment_method: "pause" } },
    },
  );
  await bench.to(life, "2027-02-15T00:00:00");
  const card = await bench.stripe.paymentMethods.attach("pm_card_visa", { customer: life.customer });
  await bench.stripe.customers.update(life.customer, {
    invoice_settings: { default_payment_method: card.id },
  });
  const before = (await bench.invoices(life)).length;
  const { items, billing_cycle_anchor, status } = await bench.stripe.subscriptions.resume(made.id, {
    billing_cycle_anchor: { type },
    proration_behavior: "none",
  });
  const after = await bench.invoices(life);
  return {
    status,
    anchor: day(billing_cycle_anchor),
    periods: items.data.map((item) => `${day(item.current_period_start)} ${day(item.current_period_end)}`),
    invoices: after.slice(before).map((invoice) => invoice.total),
  };
}

export const lives: Example[] = [
  {
    title: "a first invoice that is charged is final at once",
    page: INVOICES,
    given: "charge_automatically: finalised immediately",
    run: (bench) => statesAt(bench, "charge_automatically", []),
    expected: ["paid"],
  },
  {
    title: "a first invoice that is sent is a draft for an hour",
    page: INVOICES,
    given: "send_invoice: finalised one hour later",
    run: (bench) => statesAt(bench, "send_invoice", ["2027-01-01T00:59:59", "2027-01-01T01:00:00"]),
    expected: ["draft", "draft", "open"],
  },
  {
    title: "a renewal is a draft for an hour",
    page: INVOICES,
    given: "renewed on the 1st: a draft for about an hour, then paid",
    run: (bench) =>
      statesAt(bench, "charge_automatically", [
        "2027-02-01T00:00:00",
        "2027-02-01T00:59:59",
        "2027-02-01T01:00:00",
      ]),
    expected: ["paid", "draft", "draft", "paid"],
  },
  {
    title: "a first payment has 23 hours",
    page: USAGE,
    given: "incomplete for 23 hours, then incomplete_expired",
    async run(bench) {
      const { life, made } = await incomplete(bench);
      const states = [made.status];
      for (const moment of ["2027-01-01T22:59:59", "2027-01-01T23:00:00"]) {
        await bench.to(life, moment);
        states.push((await bench.stripe.subscriptions.retrieve(made.id)).status);
      }
      return states;
    },
    expected: ["incomplete", "incomplete", "incomplete_expired"],
  },
  {
    title: "voiding the first invoice ends a subscription that was never paid",
    page: INVOICES,
    given: "incomplete becomes incomplete_expired",
    async run(bench) {
      const { made } = await incomplete(bench);
      await bench.stripe.invoices.voidInvoice(String(made.latest_invoice));
      return (await bench.stripe.subscriptions.retrieve(made.id)).status;
    },
    expected: "incomplete_expired",
  },
  {
    title: "a subscription of usage alone has no first invoice",
    page: INVOICES,
    given: "only metered items: no invoice, active immediately",
    async run(bench) {
      const meter = await bench.meter();
      const life = await bench.life("2027-01-01T00:00:00");
      const made = await bench.subscribe(
        life,
        await bench.price(10, "month", {
          recurring: { interval: "month", usage_type: "metered", meter: meter.id },
        }),
      );
      return { status: made.status, invoices: await bench.totals(life) };
    },
    expected: { status: "active", invoices: [] },
  },
  {
    title: "a schedule that lasts twelve months lets its subscription go",
    page: SCHEDULES,
    given: "a monthly price for 12 iterations, then released",
    async run(bench) {
      const life = await bench.life("2027-01-01T00:00:00");
      const schedule = await bench.stripe.subscriptionSchedules.create({
        customer: life.customer,
        start_date: "now",
        end_behavior: "release",
        phases: [
          {
            items: [{ price: await bench.price(1_000), quantity: 1 }],
            duration: { interval: "month", interval_count: 12 },
          },
        ],
      });
      await bench.to(life, "2027-12-31T23:59:59");
      const before = (await bench.stripe.subscriptionSchedules.retrieve(schedule.id)).status;
      await bench.to(life, "2028-01-01T02:00:00");
      const after = (await bench.stripe.subscriptionSchedules.retrieve(schedule.id)).status;
      return { before, after, invoices: (await bench.totals(life)).length };
    },
    expected: { before: "active", after: "released", invoices: 13 },
  },
  {
    title: "a schedule's first invoice is a draft for an hour",
    page: SCHEDULES,
    given: "start_date now: a draft for an hour, not final at once",
    async run(bench) {
      const life = await bench.life("2027-01-01T00:00:00");
      await bench.stripe.subscriptionSchedules.create({
        customer: life.customer,
        start_date: "now",
        phases: [{ items: [{ price: await bench.price(1_000) }] }],
      });
      const states = [(await bench.invoices(life)).map((invoice) => invoice.status)];
      await bench.to(life, "2027-01-01T01:00:00");
      states.push((await bench.invoices(life)).map((invoice) => invoice.status));
      return states;
    },
    expected: [["draft"], ["paid"]],
  },
  {
    title: "the metadata of a schedule's phases",
    page: SCHEDULES,
    given: "channel, region and upsell-products; then another channel, a churn-risk and no upsell-products",
    async run(bench) {
      const life = await bench.life("2027-01-01T00:00:00");
      const price = await bench.price(1_000);
      const schedule = await bench.stripe.subscriptionSchedules.create({
        customer: life.customer,
        start_date: "now",
        phases: [
          {
            items: [{ price }],
            duration: { interval: "month", interval_count: 1 },
            metadata: { channel: "self-serve", region: "apac", "upsell-products": "alpha" },
          },
          {
            items: [{ price }],
            metadata: { channel: "sales", "churn-risk": "high", "upsell-products": "" },
          },
        ],
      });
      const id = String(schedule.subscription);
      const first = (await bench.stripe.subscriptions.retrieve(id)).metadata;
      await bench.to(life, "2027-02-01T02:00:00");
      return [first, (await bench.stripe.subscriptions.retrieve(id)).metadata];
    },
    expected: [
      { channel: "self-serve", region: "apac", "upsell-products": "alpha" },
      { channel: "sales", region: "apac", "churn-risk": "high" },
    ],
  },
  {
    title: "items resumed with their anchor unchanged",
    page: MIXED,
    given: "paused on 1 February, resumed on the 15th: periods to 1 March and 1 April, no invoice",
    run: (bench) => resumed(bench, "unchanged"),
    expected: {
      status: "active",
      anchor: "2027-02-01",
      periods: ["2027-02-01 2027-03-01", "2027-02-01 2027-04-01"],
      invoices: [],
    },
  },
  {
    title: "items resumed with their anchor at now",
    page: MIXED,
    given: "paused on 1 February, resumed on the 15th: periods to 15 March and 15 April, invoiced",
    run: (bench) => resumed(bench, "now"),
    expected: {
      status: "active",
      anchor: "2027-02-15",
      periods: ["2027-02-15 2027-03-15", "2027-02-15 2027-04-15"],
      invoices: [3_000],
    },
  },
];
