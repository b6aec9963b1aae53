import * as fc from "fast-check";
import type Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type CheckedStripe, startCheckedStripe } from "@/tests/contract/checked-stripe";
import { advanceTo, at } from "./advance-clock";

let checked: CheckedStripe;
let stripe: Stripe;
const prices: Stripe.Price[] = [];

beforeAll(async () => {
  checked = await startCheckedStripe();
  stripe = checked.stripe;
  for (const [unit_amount, interval] of [
    [990, "month"],
    [1_490, "month"],
    [2_490, "month"],
    [14_900, "year"],
    [333, "month"],
  ] as const)
    prices.push(
      await stripe.prices.create({
        product_data: { name: `${unit_amount}` },
        currency: "usd",
        unit_amount,
        recurring: { interval },
      }),
    );
});
afterAll(async () => {
  expect(checked.violations()).toEqual([]);
  await checked.close();
});

const shape = (invoice: Stripe.Invoice) => ({
  total: invoice.total,
  subtotal: invoice.subtotal,
  amount_due: invoice.amount_due,
  lines: invoice.lines.data.map((line) => [
    line.amount,
    line.description,
    line.period.start,
    line.period.end,
    line.quantity,
  ]),
});

async function start(
  price: number,
  quantity: number,
  percent: number,
): Promise<{ clock: string; customer: string; id: string; item: string }> {
  const clock = await stripe.testHelpers.testClocks.create({ frozen_time: at("2026-01-31T08:30:00") });
  const customer = await stripe.customers.create({ test_clock: clock.id });
  const card = await stripe.paymentMethods.attach("pm_card_visa", { customer: customer.id });
  await stripe.customers.update(customer.id, { invoice_settings: { default_payment_method: card.id } });
  const discounts =
    percent > 0
      ? [{ coupon: (await stripe.coupons.create({ percent_off: percent, duration: "forever" })).id }]
      : [];
  const subscription = await stripe.subscriptions.create({
    customer: customer.id,
    items: [{ price: prices[price]?.id ?? "", quantity }],
    discounts,
  });
  return {
    clock: clock.id,
    customer: customer.id,
    id: subscription.id,
    item: subscription.items.data[0]?.id ?? "",
  };
}

describe("a preview", () => {
  it("equals the invoice that follows, for any change at any second", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          from: fc.integer({ min: 0, max: 4 }),
          to: fc.integer({ min: 0, max: 4 }),
          before: fc.integer({ min: 1, max: 7 }),
          after: fc.integer({ min: 1, max: 7 }),
          wait: fc.integer({ min: 1, max: 27 * 86_400 }),
          percent: fc.constantFrom(0, 0, 15, 33.3),
        }),
        async ({ from, to, before, after, wait, percent }) => {
          fc.pre(from !== to || before !== after);
          const life = await start(from, before, percent);
          const now = at("2026-01-31T08:30:00") + wait;
          await advanceTo(stripe, life.clock, now);
          const change = {
            items: [{ id: life.item, price: prices[to]?.id ?? "", quantity: after }],
            proration_behavior: "always_invoice" as const,
            proration_date: now,
          };
          const preview = await stripe.invoices.createPreview({
            subscription: life.id,
            subscription_details: change,
          });
          const updated = await stripe.subscriptions.update(life.id, {
            ...change,
            expand: ["latest_invoice"],
          });
          expect(shape(updated.latest_invoice as Stripe.Invoice)).toEqual(shape(preview));
        },
      ),
      { numRuns: 60 },
    );
  });

  it("of a renewal equals the renewal, with prorations that wait for it", async () => {
    const life = await start(1, 2, 15);
    await advanceTo(stripe, life.clock, at("2026-02-10T11:11:11"));
    await stripe.subscriptions.update(life.id, { items: [{ id: life.item, quantity: 5 }] });
    const preview = await stripe.invoices.createPreview({ subscription: life.id });
    await advanceTo(stripe, life.clock, at("2026-02-28T08:30:00"));
    const { data } = await stripe.invoices.list({ subscription: life.id, limit: 1 });
    expect(data[0] && shape(data[0])).toEqual(shape(preview));
  });

  it("changes nothing: no object, no event, no number", async () => {
    const life = await start(1, 1, 0);
    const count = () =>
      checked.local.world.state.events.size +
      checked.local.world.state.invoices.size +
      checked.local.world.state.invoiceItems.size;
    const before = count();
    await stripe.invoices.createPreview({
      subscription: life.id,
      subscription_details: {
        items: [{ id: life.item, price: prices[2]?.id ?? "" }],
        proration_behavior: "always_invoice",
      },
    });
    expect(count()).toBe(before);
  });
});

describe("the sum of all invoices", () => {
  it("is the integral of the price over time, within a cent for each line", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            price: fc.integer({ min: 0, max: 2 }),
            quantity: fc.integer({ min: 1, max: 4 }),
            wait: fc.integer({ min: 3600, max: 5 * 86_400 }),
          }),
          { minLength: 1, maxLength: 5 },
        ),
        async (steps) => {
          const life = await start(0, 1, 0);
          const begin = at("2026-01-31T08:30:00");
          const end = at("2026-02-28T08:30:00");
          let now = begin;
          let rate = 990;
          let expected = 0;
          for (const step of steps) {
            if (now + step.wait >= end) break;
            expected += (rate * step.wait) / (end - begin);
            now += step.wait;
            await advanceTo(stripe, life.clock, now);
            const price = prices[step.price];
            await stripe.subscriptions.update(life.id, {
              items: [{ id: life.item, price: price?.id ?? "", quantity: step.quantity }],
              proration_behavior: "always_invoice",
            });
            rate = (price?.unit_amount ?? 0) * step.quantity;
          }
          expected += (rate * (end - now)) / (end - begin);
          const { data } = await stripe.invoices.list({ subscription: life.id, limit: 100 });
          const lines = data.flatMap((invoice) => invoice.lines.data);
          const billed = lines.reduce((sum, line) => sum + line.amount, 0);
          expect(Math.abs(billed - expected)).toBeLessThanOrEqual(lines.length);
        },
      ),
      { numRuns: 25 },
    );
  });
});
