import type Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type CheckedStripe, startCheckedStripe } from "@/tests/contract/checked-stripe";
import { advanceTo, at } from "./advance-clock";
import { day, invoicesOf, startLife } from "./start-life";

let checked: CheckedStripe;
let stripe: Stripe;
let monthly: string;
let yearly: string;

beforeAll(async () => {
  checked = await startCheckedStripe();
  stripe = checked.stripe;
  const make = async (unit_amount: number, interval: "month" | "year") =>
    (
      await stripe.prices.create({
        product_data: { name: "Pro" },
        currency: "usd",
        unit_amount,
        recurring: { interval },
      })
    ).id;
  monthly = await make(3_100, "month");
  yearly = await make(36_500, "year");
});
afterAll(async () => {
  expect(checked.violations()).toEqual([]);
  await checked.close();
});

const subscribe = (customer: string, params: Partial<Stripe.SubscriptionCreateParams> = {}) =>
  stripe.subscriptions.create({ customer, items: [{ price: monthly }], ...params });
const totals = async (customer: string) =>
  (await invoicesOf(stripe, customer)).map((invoice) => invoice.total);
const statusOf = async (id: string) => (await stripe.subscriptions.retrieve(id)).status;
describe("the billing cycle's anchor", () => {
  it.each([
    ["the 1st", "2027-01-11T06:30:00", { day_of_month: 1 }, "2027-02-01T06:30:00", "2027-02-01T06:30:00"],
    [
      "a last day that February has not",
      "2027-02-10T00:00:00",
      { day_of_month: 31 },
      "2027-03-31T00:00:00",
      "2027-02-28T00:00:00",
    ],
    [
      "an hour of today",
      "2027-01-11T06:30:00",
      { day_of_month: 11, hour: 9, minute: 0, second: 0 },
      "2027-01-11T09:00:00",
      "2027-01-11T09:00:00",
    ],
  ] as const)("is the next such day: %s", async (_which, start, config, anchor, firstFull) => {
    const life = await startLife(stripe, start);
    const made = await subscribe(life.customer, { billing_cycle_anchor_config: { ...config } });
    expect(made.billing_cycle_anchor).toBe(at(anchor));
    expect(made.billing_cycle_anchor_config?.day_of_month).toBe(config.day_of_month);
    expect(made.items.data[0]?.current_period_end).toBe(at(firstFull));
  });

  it("bills the part of a period up to it, and whole ones from it on", async () => {
    const life = await startLife(stripe, "2027-01-11T00:00:00");
    await subscribe(life.customer, { billing_cycle_anchor: at("2027-02-01T00:00:00") });
    await advanceTo(stripe, life.clock, at("2027-03-01T02:00:00"));
    expect(await totals(life.customer)).toEqual([2_100, 3_100, 3_100]);
  });

  it("is in one month for yearly prices, and not later than a period", async () => {
    const life = await startLife(stripe, "2027-01-11T00:00:00");
    const made = await subscribe(life.customer, {
      items: [{ price: yearly }],
      billing_cycle_anchor_config: { day_of_month: 1, month: 7 },
    });
    expect(day(made.billing_cycle_anchor)).toBe("2027-07-01");
    expect(await totals(life.customer)).toEqual([17_100]);
    await expect(
      subscribe(life.customer, { billing_cycle_anchor_config: { day_of_month: 1, month: 7 } }),
    ).rejects.toMatchObject({ param: "billing_cycle_anchor" });
  });

  it("moves to a date by a trial, whose invoice credits what was paid beyond now", async () => {
    const life = await startLife(stripe, "2027-01-01T00:00:00");
    const made = await subscribe(life.customer);
    await advanceTo(stripe, life.clock, at("2027-01-11T00:00:00"));
    const moved = await stripe.subscriptions.update(made.id, { trial_end: at("2027-01-15T00:00:00") });
    expect(moved).toMatchObject({ status: "trialing", billing_cycle_anchor: at("2027-01-15T00:00:00") });
    await advanceTo(stripe, life.clock, at("2027-02-15T02:00:00"));
    expect(
      (await invoicesOf(stripe, life.customer)).map((invoice) => [invoice.total, invoice.amount_paid]),
    ).toEqual([
      [3_100, 3_100],
      [-2_100, 0],
      [3_100, 1_000],
      [3_100, 3_100],
    ]);
    expect(await statusOf(made.id)).toBe("active");
  });

  it("stays where it was through a trial's end when that is asked for, and bills up to it first", async () => {
    const life = await startLife(stripe, "2027-01-01T00:00:00");
    const made = await subscribe(life.customer, {
      trial_end: at("2027-01-11T00:00:00"),
      billing_cycle_anchor: at("2027-02-01T00:00:00"),
      trial_settings: {
        end_behavior: { missing_payment_method: "create_invoice", billing_cycle_anchor: "unchanged" },
      },
    });
    expect(made.trial_settings?.end_behavior.billing_cycle_anchor).toBe("unchanged");
    await advanceTo(stripe, life.clock, at("2027-02-01T02:00:00"));
    expect(await totals(life.customer)).toEqual([0, 2_100, 3_100]);
  });

  it("starts anew with a schedule's phase", async () => {
    const life = await startLife(stripe, "2027-01-01T00:00:00");
    const made = await subscribe(life.customer);
    const schedule = await stripe.subscriptionSchedules.create({ from_subscription: made.id });
    await stripe.subscriptionSchedules.update(schedule.id, {
      phases: [
        {
          items: [{ price: monthly }],
          start_date: schedule.phases[0]?.start_date ?? 0,
          end_date: at("2027-01-16T00:00:00"),
        },
        { items: [{ price: monthly, quantity: 2 }], billing_cycle_anchor: "phase_start" },
      ],
    });
    await advanceTo(stripe, life.clock, at("2027-01-16T02:00:00"));
    expect(await totals(life.customer)).toEqual([3_100, 6_200 - 1_600]);
    expect((await stripe.subscriptions.retrieve(made.id)).billing_cycle_anchor).toBe(
      at("2027-01-16T00:00:00"),
    );
  });
});

describe("a cancellation inside a period", () => {
  it.each([
    ["credits the rest", undefined, [3_100, -1_600]],
    ["credits nothing when that is declined", "none", [3_100]],
  ] as const)("%s", async (_what, proration_behavior, expected) => {
    const life = await startLife(stripe, "2027-01-01T00:00:00");
    const made = await subscribe(life.customer);
    await stripe.subscriptions.update(made.id, {
      cancel_at: at("2027-01-16T00:00:00"),
      ...(proration_behavior ? { proration_behavior } : {}),
    });
    await advanceTo(stripe, life.clock, at("2027-01-16T00:00:00"));
    expect(await statusOf(made.id)).toBe("canceled");
    expect(await totals(life.customer)).toEqual(expected);
  });

  it.each([
    ["create_prorations", [3_100, 3_100]],
    ["none", [3_100, 3_100]],
  ] as const)("that is taken back with %s is billed once", async (proration_behavior, expected) => {
    const life = await startLife(stripe, "2027-01-01T00:00:00");
    const made = await subscribe(life.customer);
    for (const cancel_at of [at("2027-01-16T00:00:00"), at("2027-01-06T00:00:00"), ""] as const)
      await stripe.subscriptions.update(made.id, { cancel_at, proration_behavior });
    await advanceTo(stripe, life.clock, at("2027-02-01T02:00:00"));
    expect(await totals(life.customer)).toEqual(expected);
  });

  it("that was declined is not billed again when it is taken back with prorations", async () => {
    const life = await startLife(stripe, "2027-01-01T00:00:00");
    const made = await subscribe(life.customer);
    await stripe.subscriptions.update(made.id, {
      cancel_at: at("2027-01-16T00:00:00"),
      proration_behavior: "none",
    });
    const kept = await stripe.subscriptions.update(made.id, { cancel_at: "" });
    expect(day(kept.items.data[0]?.current_period_end ?? 0)).toBe("2027-02-01");
    await advanceTo(stripe, life.clock, at("2027-02-01T02:00:00"));
    expect(await totals(life.customer)).toEqual([3_100, 3_100]);
  });

  it("that comes twice, with a change between, credits each part of what was billed", async () => {
    const life = await startLife(stripe, "2027-01-01T00:00:00");
    const made = await subscribe(life.customer);
    const move = (cancel_at: number) =>
      stripe.subscriptions.update(made.id, { cancel_at, proration_behavior: "always_invoice" });
    await move(at("2027-01-11T00:00:00"));
    await move(at("2027-01-21T00:00:00"));
    await move(at("2027-01-06T00:00:00"));
    await advanceTo(stripe, life.clock, at("2027-02-01T02:00:00"));
    expect(await totals(life.customer)).toEqual([3_100, -2_100, 1_000, -1_500]);
  });

  it("of a later period cuts that period short", async () => {
    const life = await startLife(stripe, "2027-01-01T00:00:00");
    const made = await subscribe(life.customer);
    await stripe.subscriptions.update(made.id, {
      cancel_at: at("2027-02-15T00:00:00"),
      proration_behavior: "none",
    });
    await advanceTo(stripe, life.clock, at("2027-03-15T00:00:00"));
    expect(await totals(life.customer)).toEqual([3_100, 1_550]);
  });

  it("is undone until it comes", async () => {
    const life = await startLife(stripe, "2027-01-01T00:00:00");
    const made = await subscribe(life.customer);
    await stripe.subscriptions.update(made.id, { cancel_at: at("2027-01-16T00:00:00") });
    await advanceTo(stripe, life.clock, at("2027-01-15T23:59:59"));
    const kept = await stripe.subscriptions.update(made.id, { cancel_at: "" });
    expect(kept).toMatchObject({ cancel_at: null, canceled_at: null });
    await advanceTo(stripe, life.clock, at("2027-02-01T02:00:00"));
    expect(await totals(life.customer)).toEqual([3_100, 3_100]);
  });
});
