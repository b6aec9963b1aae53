import type Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type CheckedStripe, startCheckedStripe } from "@/tests/contract/checked-stripe";
import { advanceTo, at, DAY } from "./advance-clock";
import { day, invoicesOf, setCard, startLife } from "./start-life";

let checked: CheckedStripe;
let stripe: Stripe;
let monthly: string;

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
const typesOf = (customer: string) =>
  checked.local.world.state.events
    .all()
    .filter((event) => (event.object as { customer?: string }).customer === customer)
    .map((event) => event.type);

describe("resuming", () => {
  const paused = async (card = "pm_card_visa") => {
    const life = await startLife(stripe, "2027-01-01T00:00:00");
    const made = await subscribe(life.customer);
    await stripe.subscriptions.pause(made.id);
    await advanceTo(stripe, life.clock, at("2027-03-16T00:00:00"));
    await setCard(stripe, life.customer, card);
    return { ...life, id: made.id };
  };

  it("keeps the anchor when asked, and bills the rest of the period it lies in", async () => {
    const { id, customer, clock } = await paused();
    const resumed = await stripe.subscriptions.resume(id, {
      billing_cycle_anchor: { type: "unchanged" },
      proration_behavior: "always_invoice",
    });
    expect(resumed).toMatchObject({ status: "active", billing_cycle_anchor: at("2027-01-01T00:00:00") });
    await advanceTo(stripe, clock, at("2027-04-01T02:00:00"));
    expect(await totals(customer)).toEqual([3_100, 1_600, 3_100]);
  });

  it("stays paused until it is paid when it waits for payment", async () => {
    const { id, customer } = await paused("pm_card_chargeCustomerFail");
    const waiting = await stripe.subscriptions.resume(id, { payment_behavior: "resume_on_payment_success" });
    expect(waiting.status).toBe("paused");
    expect(typesOf(customer)).not.toContain("customer.subscription.resumed");
    await setCard(stripe, customer, "pm_card_visa");
    await stripe.invoices.pay(String(waiting.latest_invoice));
    expect(await stripe.subscriptions.retrieve(id)).toMatchObject({
      status: "active",
      billing_cycle_anchor: at("2027-03-16T00:00:00"),
    });
    expect(typesOf(customer)).toContain("customer.subscription.resumed");
  });

  it.each([
    [
      "voids its invoice after 23 hours without a payment",
      (clock: string): Promise<unknown> => advanceTo(stripe, clock, at("2027-03-16T23:00:00")),
      "void",
      "paused",
    ],
    [
      "resumes when its invoice is given up on",
      (_clock: string, invoice: string): Promise<unknown> => stripe.invoices.markUncollectible(invoice),
      "uncollectible",
      "active",
    ],
    [
      "stays paused when its invoice is voided",
      (_clock: string, invoice: string): Promise<unknown> => stripe.invoices.voidInvoice(invoice),
      "void",
      "paused",
    ],
  ] as const)("%s", async (_what, happen, invoiceStatus, status) => {
    const { id, clock } = await paused("pm_card_chargeCustomerFail");
    const waiting = await stripe.subscriptions.resume(id, { payment_behavior: "resume_on_payment_success" });
    await happen(clock, String(waiting.latest_invoice));
    expect((await stripe.invoices.retrieve(String(waiting.latest_invoice))).status).toBe(invoiceStatus);
    expect(await statusOf(id)).toBe(status);
    await advanceTo(stripe, clock, at("2027-03-20T00:00:00"));
    expect(await statusOf(id)).toBe(status);
  });

  it("resumes at once when it waits for payment and is paid at once", async () => {
    const { id, customer } = await paused();
    const resumed = await stripe.subscriptions.resume(id, { payment_behavior: "resume_on_payment_success" });
    expect(resumed.status).toBe("active");
    expect(await totals(customer)).toEqual([3_100, 3_100]);
  });
});

describe("what a subscription remembers", () => {
  it("the card that paid first, when it is to be its own", async () => {
    const life = await startLife(stripe, "2027-01-01T00:00:00");
    const made = await subscribe(life.customer, {
      payment_behavior: "default_incomplete",
      payment_settings: { save_default_payment_method: "on_subscription" },
    });
    const card = await stripe.paymentMethods.attach("pm_card_mastercard", { customer: life.customer });
    await stripe.invoices.pay(String(made.latest_invoice), { payment_method: card.id });
    expect((await stripe.subscriptions.retrieve(made.id)).default_payment_method).toBe(card.id);
  });

  it("how long its invoices may stay open when they are sent", async () => {
    const life = await startLife(stripe, "2027-01-01T00:00:00");
    await subscribe(life.customer, { collection_method: "send_invoice", days_until_due: 12 });
    await advanceTo(stripe, life.clock, at("2027-02-01T02:00:00"));
    const invoices = await invoicesOf(stripe, life.customer);
    expect(invoices.map((invoice) => day(invoice.due_date ?? 0))).toEqual(["2027-01-13", "2027-02-13"]);
  });

  it("an item's own discount, which a change of its quantity includes", async () => {
    const life = await startLife(stripe, "2027-01-01T00:00:00");
    const half = await stripe.coupons.create({ percent_off: 50, duration: "forever" });
    const made = await subscribe(life.customer, {
      items: [{ price: monthly, discounts: [{ coupon: half.id }] }],
    });
    await advanceTo(stripe, life.clock, at("2027-01-16T00:00:00"));
    const changed = await stripe.subscriptions.update(made.id, {
      items: [{ id: made.items.data[0]?.id ?? "", quantity: 3 }],
      proration_behavior: "always_invoice",
      expand: ["latest_invoice"],
    });
    expect((changed.latest_invoice as Stripe.Invoice).lines.data.map((line) => line.amount)).toEqual([
      -800, 2_400,
    ]);
  });

  it("that it is in flexible mode, and refuses what is not", async () => {
    const life = await startLife(stripe, "2027-01-01T00:00:00");
    const made = await subscribe(life.customer, { billing_mode: { type: "flexible" } });
    expect(
      (await stripe.subscriptions.migrate(made.id, { billing_mode: { type: "flexible" } })).billing_mode.type,
    ).toBe("flexible");
    for (const params of [
      { billing_mode: { type: "classic" as const } },
      { billing_thresholds: { amount_gte: 1_000 } },
    ])
      await expect(subscribe(life.customer, params)).rejects.toMatchObject({
        code: "local_stripe_unsupported",
      });
    await expect(
      stripe.subscriptions.update(made.id, { cancel_at: at("2026-01-01T00:00:00") + DAY }),
    ).rejects.toMatchObject({ param: "cancel_at" });
  });
});
