import type Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type CheckedStripe, startCheckedStripe } from "@/tests/contract/checked-stripe";
import { advanceTo, at } from "./advance-clock";
import { day, invoicesOf, startLife } from "./start-life";

let checked: CheckedStripe;
let stripe: Stripe;

beforeAll(async () => {
  checked = await startCheckedStripe();
  stripe = checked.stripe;
});
afterAll(async () => {
  expect(checked.violations()).toEqual([]);
  await checked.close();
});

/** What each renewal says, in this order (https://docs.stripe.com/billing/subscriptions/webhooks). */
const RENEWAL = [
  "invoice.upcoming",
  "invoice.created",
  "customer.subscription.updated",
  "payment_intent.created",
  "invoice.finalized",
  "charge.succeeded",
  "payment_intent.succeeded",
  "invoice.paid",
  "invoice.payment_succeeded",
];

async function live(interval: "month" | "year", from: string, until: string) {
  const price = await stripe.prices.create({
    product_data: { name: "Pro" },
    currency: "usd",
    unit_amount: 1_490,
    recurring: { interval },
  });
  const life = await startLife(stripe, from);
  await stripe.subscriptions.create({ customer: life.customer, items: [{ price: price.id }] });
  const before = checked.local.world.state.events.size;
  await advanceTo(stripe, life.clock, at(until));
  const events = checked.local.world.state.events
    .all()
    .slice(before)
    .filter((event) => (event.object as { customer?: string }).customer === life.customer);
  return { events, invoices: await invoicesOf(stripe, life.customer) };
}

describe("two years", () => {
  it("of a monthly subscription have a 29 February, every renewal on its day, every event in order", async () => {
    const { events, invoices } = await live("month", "2027-01-31T12:00:00", "2029-01-31T14:00:00");
    expect(invoices.map((invoice) => day(invoice.lines.data[0]?.period.start ?? 0))).toEqual([
      ...["2027-01-31", "2027-02-28", "2027-03-31", "2027-04-30", "2027-05-31", "2027-06-30", "2027-07-31"],
      ...["2027-08-31", "2027-09-30", "2027-10-31", "2027-11-30", "2027-12-31", "2028-01-31", "2028-02-29"],
      ...["2028-03-31", "2028-04-30", "2028-05-31", "2028-06-30", "2028-07-31", "2028-08-31", "2028-09-30"],
      ...["2028-10-31", "2028-11-30", "2028-12-31", "2029-01-31"],
    ]);
    expect(events.map((event) => event.type)).toEqual([...Array.from({ length: 24 }, () => RENEWAL).flat()]);
    expect(events.map((event) => event.created)).toEqual(
      events.map((event) => event.created).toSorted((a, b) => a - b),
    );
  });

  it("of a yearly one from 29 February end on 28 February, with every event in order", async () => {
    const { events, invoices } = await live("year", "2028-02-29T00:00:00", "2032-03-01T00:00:00");
    expect(invoices.map((invoice) => day(invoice.lines.data[0]?.period.start ?? 0))).toEqual([
      "2028-02-29",
      "2029-02-28",
      "2030-02-28",
      "2031-02-28",
      "2032-02-29",
    ]);
    expect(events.map((event) => event.type)).toEqual(Array.from({ length: 4 }, () => RENEWAL).flat());
  });
});
