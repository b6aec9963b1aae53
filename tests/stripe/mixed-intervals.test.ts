import type Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type CheckedStripe, startCheckedStripe } from "@/tests/contract/checked-stripe";
import { advanceTo, at } from "./advance-clock";
import { day, invoicesOf, shapeOf, startLife } from "./start-life";

let checked: CheckedStripe;
let stripe: Stripe;
const price: Record<string, string> = {};

beforeAll(async () => {
  checked = await startCheckedStripe();
  stripe = checked.stripe;
  for (const [name, unit_amount, interval, interval_count] of [
    ["seat", 1_000, "month", 1],
    ["extra", 500, "month", 1],
    ["base", 12_000, "year", 1],
    ["quarterly", 3_000, "month", 3],
  ] as const)
    price[name] = (
      await stripe.prices.create({
        product_data: { name },
        currency: "usd",
        unit_amount,
        recurring: { interval, interval_count },
      })
    ).id;
});
afterAll(async () => {
  expect(checked.violations()).toEqual([]);
  await checked.close();
});

const subscribe = (
  customer: string,
  names: string[],
  params: Partial<Stripe.SubscriptionCreateParams> = {},
) =>
  stripe.subscriptions.create({
    customer,
    items: names.map((name) => ({ price: price[name] ?? "" })),
    ...params,
  });
const endsOf = (subscription: Stripe.Subscription) =>
  subscription.items.data.map((item) => day(item.current_period_end));

describe("items of different intervals", () => {
  it("have periods of their own, invoices of their own, and one where they align", async () => {
    const life = await startLife(stripe, "2027-01-31T00:00:00");
    const made = await subscribe(life.customer, ["seat", "base"]);
    expect(endsOf(made)).toEqual(["2027-02-28", "2028-01-31"]);
    await advanceTo(stripe, life.clock, at("2028-02-29T02:00:00"));
    const invoices = await invoicesOf(stripe, life.customer);
    expect(invoices.map((invoice) => invoice.total)).toEqual([
      13_000,
      ...Array.from({ length: 11 }, () => 1_000),
      13_000,
      1_000,
    ]);
    expect(invoices[12]?.lines.data.map((line) => [day(line.period.start), day(line.period.end)])).toEqual([
      ["2028-01-31", "2028-02-29"],
      ["2028-01-31", "2029-01-31"],
    ]);
    expect(endsOf(await stripe.subscriptions.retrieve(made.id))).toEqual(["2028-03-31", "2029-01-31"]);
  });

  it("are previewed as they will be billed: the next invoice is the earliest one's", async () => {
    const life = await startLife(stripe, "2027-03-10T00:00:00");
    const made = await subscribe(life.customer, ["quarterly", "seat", "base"]);
    for (let month = 4; month <= 7; month++) {
      const preview = await stripe.invoices.createPreview({ subscription: made.id });
      await advanceTo(stripe, life.clock, at(`2027-0${month}-10T00:00:00`));
      expect(shapeOf((await invoicesOf(stripe, life.customer)).at(-1) as Stripe.Invoice)).toEqual(
        shapeOf(preview),
      );
    }
  });

  it("are added on the anchor's grid, and cost the rest of their own period", async () => {
    const life = await startLife(stripe, "2027-01-01T00:00:00");
    const made = await subscribe(life.customer, ["seat"]);
    await advanceTo(stripe, life.clock, at("2027-03-02T00:00:00"));
    const changed = await stripe.subscriptions.update(made.id, {
      items: [{ price: price["base"] ?? "" }, { price: price["extra"] ?? "" }],
      proration_behavior: "always_invoice",
      expand: ["latest_invoice"],
    });
    expect(endsOf(changed)).toEqual(["2027-04-01", "2028-01-01", "2027-04-01"]);
    // 305 of the year's 365 days, 30 of March's 31
    expect((changed.latest_invoice as Stripe.Invoice).lines.data.map((line) => line.amount)).toEqual([
      Math.round((12_000 * 305) / 365),
      Math.round((500 * 30) / 31),
    ]);
  });

  it("that change their interval leave the others' periods alone", async () => {
    const life = await startLife(stripe, "2027-01-01T00:00:00");
    const made = await subscribe(life.customer, ["seat", "extra"]);
    await advanceTo(stripe, life.clock, at("2027-01-16T00:00:00"));
    const changed = await stripe.subscriptions.update(made.id, {
      items: [{ id: made.items.data[1]?.id ?? "", price: price["base"] ?? "" }],
      proration_behavior: "always_invoice",
      expand: ["latest_invoice"],
    });
    expect(changed.billing_cycle_anchor).toBe(at("2027-01-01T00:00:00"));
    expect(endsOf(changed)).toEqual(["2027-02-01", "2028-01-01"]);
    expect((changed.latest_invoice as Stripe.Invoice).lines.data.map((line) => line.amount)).toEqual([
      -Math.round((500 * 16) / 31),
      Math.round((12_000 * 350) / 365),
    ]);
  });

  it.each([
    ["min_period_end", "2027-02-01", 0],
    ["max_period_end", "2028-01-01", 11],
  ] as const)("end together at %s", async (cancel_at, end, renewals) => {
    const life = await startLife(stripe, "2027-01-01T00:00:00");
    const made = await subscribe(life.customer, ["seat", "base"]);
    const planned = await stripe.subscriptions.update(made.id, { cancel_at, proration_behavior: "none" });
    expect(day(planned.cancel_at ?? 0)).toBe(end);
    await advanceTo(stripe, life.clock, at("2028-03-01T00:00:00"));
    expect(await stripe.subscriptions.retrieve(made.id)).toMatchObject({ status: "canceled" });
    expect(await invoicesOf(stripe, life.customer)).toHaveLength(1 + renewals);
  });

  it("bill usage by its own period", async () => {
    const meter = await stripe.billing.meters.create({
      display_name: "Calls",
      event_name: "mixed_calls",
      default_aggregation: { formula: "sum" },
    });
    const metered = await stripe.prices.create({
      product_data: { name: "Calls" },
      currency: "usd",
      unit_amount: 10,
      recurring: { interval: "month", usage_type: "metered", meter: meter.id },
    });
    const life = await startLife(stripe, "2027-01-01T00:00:00");
    await stripe.subscriptions.create({
      customer: life.customer,
      items: [{ price: price["base"] ?? "" }, { price: metered.id }],
    });
    for (const [date, value] of [
      ["2027-01-20T00:00:00", "30"],
      ["2027-02-20T00:00:00", "40"],
    ] as const) {
      await advanceTo(stripe, life.clock, at(date));
      await stripe.billing.meterEvents.create({
        event_name: "mixed_calls",
        payload: { stripe_customer_id: life.customer, value },
      });
    }
    await advanceTo(stripe, life.clock, at("2027-03-01T02:00:00"));
    expect((await invoicesOf(stripe, life.customer)).map((invoice) => invoice.total)).toEqual([
      12_000, 300, 400,
    ]);
  });

  it("start anew together when the anchor moves to now", async () => {
    const life = await startLife(stripe, "2027-01-01T00:00:00");
    const made = await subscribe(life.customer, ["seat", "base"]);
    await advanceTo(stripe, life.clock, at("2027-01-16T00:00:00"));
    const change = {
      billing_cycle_anchor: { type: "now" as const },
      proration_behavior: "always_invoice" as const,
    };
    const preview = await stripe.invoices.createPreview({
      subscription: made.id,
      subscription_details: change,
    });
    const moved = await stripe.subscriptions.update(made.id, { ...change, expand: ["latest_invoice"] });
    expect(endsOf(moved)).toEqual(["2027-02-16", "2028-01-16"]);
    expect(shapeOf(moved.latest_invoice as Stripe.Invoice)).toEqual(shapeOf(preview));
    expect(preview.lines.data.map((line) => line.amount)).toEqual([
      -Math.round((1_000 * 16) / 31),
      -Math.round((12_000 * 350) / 365),
      1_000,
      12_000,
    ]);
  });
});
