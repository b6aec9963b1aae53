import type Stripe from "stripe";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type CheckedStripe, startCheckedStripe } from "@/tests/contract/checked-stripe";
import { advanceTo, at } from "./advance-clock";
import { control } from "./support/control";

let checked: CheckedStripe;
let stripe: Stripe;
let price: string;

beforeAll(async () => {
  checked = await startCheckedStripe();
  stripe = checked.stripe;
  const made = await stripe.prices.create({
    product_data: { name: "Pro" },
    currency: "usd",
    unit_amount: 1_490,
    recurring: { interval: "month" },
  });
  price = made.id;
});
afterEach(() => control(checked.local.url, "/settings", { retryDays: [3, 8, 15], afterLastRetry: "cancel" }));
afterAll(() => checked.close());

const settings = (changes: object) => control(checked.local.url, "/settings", changes);

/** A subscription of 1 January whose card fails from then on. */
async function failing(): Promise<{ clock: string; id: string; customer: string }> {
  const clock = await stripe.testHelpers.testClocks.create({ frozen_time: at("2026-01-01T00:00:00") });
  const { id: customer } = await stripe.customers.create({ test_clock: clock.id, email: "late@example.com" });
  const good = await stripe.paymentMethods.attach("pm_card_visa", { customer });
  const { id } = await stripe.subscriptions.create({
    customer,
    items: [{ price }],
    default_payment_method: good.id,
  });
  const bad = await stripe.paymentMethods.attach("pm_card_chargeCustomerFail", { customer });
  await stripe.subscriptions.update(id, { default_payment_method: bad.id });
  return { clock: clock.id, id, customer };
}

const newest = async (customer: string) => (await stripe.invoices.list({ customer })).data[0];
const statusOf = async (id: string) => (await stripe.subscriptions.retrieve(id)).status;

describe("a failed renewal", () => {
  it("is tried again on the days that were set", async () => {
    await settings({ retryDays: [1, 2.5, 5], afterLastRetry: "past_due" });
    const { clock, id, customer } = await failing();
    const planned: (number | null | undefined)[] = [];
    for (const date of [
      "2026-02-01T02:00:00",
      "2026-02-02T02:00:00",
      "2026-02-04T00:00:00",
      "2026-02-07T00:00:00",
    ]) {
      await advanceTo(stripe, clock, at(date));
      planned.push((await newest(customer))?.next_payment_attempt);
    }
    expect(planned).toEqual([
      at("2026-02-02T01:00:00"),
      at("2026-02-03T13:00:00"),
      at("2026-02-06T01:00:00"),
      null,
    ]);
    expect((await newest(customer))?.attempt_count).toBe(4);
    expect(await statusOf(id)).toBe("past_due");
  });

  it.each([
    ["cancel", "canceled"],
    ["unpaid", "unpaid"],
    ["past_due", "past_due"],
  ])("ends, after the last retry, as it was set: %s", async (afterLastRetry, status) => {
    await settings({ retryDays: [2], afterLastRetry });
    const { clock, id, customer } = await failing();
    await advanceTo(stripe, clock, at("2026-02-02T00:00:00"));
    expect(await statusOf(id)).toBe("past_due");
    await advanceTo(stripe, clock, at("2026-02-04T00:00:00"));
    expect(await statusOf(id)).toBe(status);
    expect(await newest(customer)).toMatchObject({
      status: "open",
      attempt_count: 2,
      next_payment_attempt: null,
    });
  });

  it("is not tried again when no day is set", async () => {
    await settings({ retryDays: [], afterLastRetry: "unpaid" });
    const { clock, id, customer } = await failing();
    await advanceTo(stripe, clock, at("2026-02-01T02:00:00"));
    expect(await statusOf(id)).toBe("unpaid");
    expect(await newest(customer)).toMatchObject({ attempt_count: 1, next_payment_attempt: null });
  });

  it("leaves later invoices as drafts while the subscription is unpaid, and all is well once it is paid", async () => {
    await settings({ retryDays: [], afterLastRetry: "unpaid" });
    const { clock, id, customer } = await failing();
    await advanceTo(stripe, clock, at("2026-02-01T02:00:00"));
    const open = await newest(customer);
    await advanceTo(stripe, clock, at("2026-03-02T00:00:00"));
    expect(await newest(customer)).toMatchObject({ status: "draft", auto_advance: false });
    const good = await stripe.paymentMethods.attach("pm_card_visa", { customer });
    await stripe.invoices.pay(open?.id ?? "", { payment_method: good.id });
    const draft = await newest(customer);
    await stripe.invoices.finalizeInvoice(draft?.id ?? "");
    await stripe.invoices.pay(draft?.id ?? "", { payment_method: good.id });
    expect(await statusOf(id)).toBe("active");
  });

  it("keeps its settings over a snapshot, and loses them in a reset", async () => {
    const { local, close } = await startCheckedStripe({ retryDays: [4] });
    const shown = () => control(local.url, "/settings", {}, "GET");
    expect(await shown()).toMatchObject({ retryDays: [4] });
    await control(local.url, "/settings", { retryDays: [1, 2], upcomingDays: 3 });
    await control(local.url, "/snapshot", { name: "kept" });
    await control(local.url, "/reset");
    expect(await shown()).toMatchObject({ retryDays: [4], upcomingDays: 7 });
    await control(local.url, "/restore", { name: "kept" });
    expect(await shown()).toMatchObject({ retryDays: [1, 2], upcomingDays: 3 });
    expect(await shown()).not.toHaveProperty("apiKey");
    await expect(control(local.url, "/settings", { retryDays: [5, 2] })).rejects.toThrow("days must grow");
    await close();
  });
});
