import type Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type CheckedStripe, startCheckedStripe } from "@/tests/contract/checked-stripe";
import { advanceTo, at } from "./advance-clock";

let checked: CheckedStripe;
let stripe: Stripe;
let monthly: string;
let pack: string;

beforeAll(async () => {
  checked = await startCheckedStripe();
  stripe = checked.stripe;
  const currency_options = { eur: { unit_amount: 1_390 }, inr: { unit_amount: 99_900 } };
  monthly = (
    await stripe.prices.create({
      product_data: { name: "Pro" },
      currency: "usd",
      unit_amount: 1_490,
      currency_options,
      recurring: { interval: "month" },
    })
  ).id;
  pack = (
    await stripe.prices.create({
      product_data: { name: "100 credits" },
      currency: "usd",
      unit_amount: 1_299,
      currency_options,
    })
  ).id;
});
afterAll(async () => {
  expect(checked.violations()).toEqual([]);
  await checked.close();
});

async function control(path: string, body: object = {}): Promise<Record<string, unknown>> {
  const answer = await fetch(`${checked.local.url}/_local/${path}`, {
    method: "POST",
    body: JSON.stringify(body),
  });
  return (await answer.json()) as Record<string, unknown>;
}

interface Buyer {
  id: string;
  clock: string;
  /** Types of what has happened to the buyer since the last look. */
  news(): string[];
}

async function makeBuyer(): Promise<Buyer> {
  const clock = (await stripe.testHelpers.testClocks.create({ frozen_time: at("2026-01-05T00:00:00") })).id;
  const { id } = await stripe.customers.create({ test_clock: clock, email: "debit@example.com" });
  let seen = checked.local.world.state.events.size;
  return {
    id,
    clock,
    news() {
      const fresh = checked.local.world.state.events.all().slice(seen);
      seen += fresh.length;
      return fresh
        .filter((event) => (event.object as { customer?: string }).customer === id)
        .map((event) => event.type);
    },
  };
}

async function open(
  buyer: Buyer,
  params: Partial<Stripe.Checkout.SessionCreateParams>,
): Promise<Stripe.Checkout.Session> {
  return await stripe.checkout.sessions.create({
    customer: buyer.id,
    success_url: "http://localhost/ok",
    ...params,
  });
}

const subscribe = (buyer: Buyer, params: Partial<Stripe.Checkout.SessionCreateParams> = {}) =>
  open(buyer, { mode: "subscription", line_items: [{ price: monthly, quantity: 1 }], ...params });
const purchase = (buyer: Buyer, params: Partial<Stripe.Checkout.SessionCreateParams> = {}) =>
  open(buyer, { mode: "payment", line_items: [{ price: pack, quantity: 1 }], ...params });
const complete = (session: Stripe.Checkout.Session, body: object = {}) =>
  control(`checkout/${session.id}/complete`, { debit: "000123456789", ...body });

describe("a purchase by bank debit", () => {
  it("completes the session unpaid, and says that it is paid once the bank has", async () => {
    const buyer = await makeBuyer();
    const session = await purchase(buyer, { invoice_creation: { enabled: true } });
    buyer.news();
    expect(await complete(session)).toMatchObject({ state: "complete" });
    expect(
      await stripe.checkout.sessions.retrieve(session.id, { expand: ["payment_intent.latest_charge"] }),
    ).toMatchObject({
      status: "complete",
      payment_status: "unpaid",
      invoice: null,
      payment_intent: {
        status: "processing",
        amount_received: 0,
        latest_charge: {
          status: "pending",
          paid: false,
          payment_method_details: { type: "us_bank_account", us_bank_account: { last4: "6789" } },
        },
      },
    });
    expect(buyer.news()).toEqual([
      "payment_intent.created",
      "payment_intent.processing",
      "charge.pending",
      "checkout.session.completed",
    ]);
    await advanceTo(stripe, buyer.clock, at("2026-01-07T23:59:59"));
    expect(buyer.news()).toEqual([]);
    await advanceTo(stripe, buyer.clock, at("2026-01-08T00:00:00"));
    expect(buyer.news()).toEqual([
      "charge.succeeded",
      "payment_intent.succeeded",
      "invoice.created",
      "invoice.finalized",
      "invoice.paid",
      "invoice.payment_succeeded",
      "checkout.session.async_payment_succeeded",
    ]);
    expect(await stripe.checkout.sessions.retrieve(session.id, { expand: ["invoice"] })).toMatchObject({
      payment_status: "paid",
      invoice: { status: "paid", amount_paid: 1_299 },
    });
  });

  it("leaves the session unpaid for good when the account has no money", async () => {
    const buyer = await makeBuyer();
    const session = await purchase(buyer);
    await complete(session, { debit: "000222222227" });
    buyer.news();
    await advanceTo(stripe, buyer.clock, at("2026-01-09T00:00:00"));
    expect(buyer.news()).toEqual([
      "charge.failed",
      "payment_intent.payment_failed",
      "checkout.session.async_payment_failed",
    ]);
    expect(await stripe.checkout.sessions.retrieve(session.id, { expand: ["payment_intent"] })).toMatchObject(
      {
        status: "complete",
        payment_status: "unpaid",
        payment_intent: {
          status: "requires_payment_method",
          last_payment_error: { code: "insufficient_funds" },
        },
      },
    );
  });

  it("is decided by the control API before its time, once", async () => {
    const buyer = await makeBuyer();
    const session = await purchase(buyer);
    await complete(session);
    expect(await control(`checkout/${session.id}/settle`, { outcome: "failed" })).toMatchObject({
      payment_status: "unpaid",
    });
    expect(await control(`checkout/${session.id}/settle`)).toMatchObject({
      error: { message: expect.stringContaining("No payment is on its way") },
    });
    await advanceTo(stripe, buyer.clock, at("2026-01-20T00:00:00"));
    expect(buyer.news().filter((type) => type.startsWith("checkout.session.async"))).toEqual([
      "checkout.session.async_payment_failed",
    ]);
  });

  it.each([
    ["eur", "DE89370400440532013000", "sepa_debit"],
    ["gbp", "00012345", "bacs_debit"],
  ])("in %s is a debit of that currency", async (currency, debit, type) => {
    const buyer = await makeBuyer();
    const session = await open(buyer, {
      mode: "payment",
      line_items: [
        { price_data: { currency, unit_amount: 900, product_data: { name: "Pack" } }, quantity: 1 },
      ],
    });
    expect(session.payment_method_types).toEqual(["card", type]);
    await complete(session, { debit });
    await control(`checkout/${session.id}/settle`);
    expect(
      await stripe.checkout.sessions.retrieve(session.id, { expand: ["payment_intent.payment_method"] }),
    ).toMatchObject({ payment_status: "paid", payment_intent: { payment_method: { type } } });
  });

  it("is refused where the currency has none, or only cards were asked for", async () => {
    const buyer = await makeBuyer();
    const rupees = await purchase(buyer, { currency: "inr" });
    expect(rupees.payment_method_types).toEqual(["card"]);
    expect(await complete(rupees)).toMatchObject({ state: "declined" });
    const cards = await purchase(buyer, { allowed_payment_method_types: ["card"] });
    expect(await complete(cards)).toMatchObject({ state: "declined" });
    expect((await stripe.checkout.sessions.retrieve(cards.id)).status).toBe("open");
  });
});

describe("a subscription by bank debit", () => {
  it("is active while nothing is paid, and its session hears when it is", async () => {
    const buyer = await makeBuyer();
    const session = await subscribe(buyer);
    buyer.news();
    await complete(session);
    expect(
      await stripe.checkout.sessions.retrieve(session.id, {
        expand: ["subscription.latest_invoice.payments"],
      }),
    ).toMatchObject({
      payment_status: "unpaid",
      subscription: {
        status: "active",
        latest_invoice: {
          status: "open",
          attempted: true,
          attempt_count: 1,
          payments: { data: [{ status: "open" }] },
        },
      },
    });
    buyer.news();
    await advanceTo(stripe, buyer.clock, at("2026-01-08T00:00:00"));
    expect(buyer.news()).toEqual([
      "charge.succeeded",
      "payment_intent.succeeded",
      "invoice.paid",
      "invoice.payment_succeeded",
      "checkout.session.async_payment_succeeded",
    ]);
    await advanceTo(stripe, buyer.clock, at("2026-02-05T02:00:00"));
    const renewal = (await stripe.invoices.list({ customer: buyer.id })).data[0];
    expect(renewal).toMatchObject({ status: "open", attempt_count: 1, next_payment_attempt: null });
    await expect(stripe.invoices.pay(renewal?.id ?? "")).rejects.toMatchObject({
      code: "payment_intent_unexpected_state",
    });
    await expect(stripe.invoices.voidInvoice(renewal?.id ?? "")).rejects.toMatchObject({
      code: "invoice_not_editable",
    });
    await advanceTo(stripe, buyer.clock, at("2026-02-08T02:00:00"));
    expect(await stripe.invoices.retrieve(renewal?.id ?? "")).toMatchObject({
      status: "paid",
      attempt_count: 1,
    });
  });

  it("is past due when its first debit comes back, and its session is not paid", async () => {
    const buyer = await makeBuyer();
    const session = await subscribe(buyer);
    await complete(session, { debit: "000111111113" });
    await advanceTo(stripe, buyer.clock, at("2026-01-09T00:00:00"));
    expect(buyer.news().slice(-5)).toEqual([
      "charge.failed",
      "payment_intent.payment_failed",
      "invoice.payment_failed",
      "customer.subscription.updated",
      "checkout.session.async_payment_failed",
    ]);
    expect(await stripe.checkout.sessions.retrieve(session.id, { expand: ["subscription"] })).toMatchObject({
      payment_status: "unpaid",
      subscription: { status: "past_due" },
    });
  });

  it("is retried on the schedule when a renewal's debit comes back", async () => {
    const buyer = await makeBuyer();
    await complete(await subscribe(buyer), { debit: "000123456789" });
    await advanceTo(stripe, buyer.clock, at("2026-02-05T02:00:00"));
    const renewal = (await stripe.invoices.list({ customer: buyer.id })).data[0]?.id ?? "";
    const payment = (await stripe.invoicePayments.list({ invoice: renewal })).data[0];
    await control(`payment_intents/${payment?.payment.payment_intent}/settle`, { outcome: "failed" });
    expect(await stripe.invoices.retrieve(renewal)).toMatchObject({
      status: "open",
      attempt_count: 1,
      next_payment_attempt: at("2026-02-08T02:00:00"),
    });
    await advanceTo(stripe, buyer.clock, at("2026-02-12T00:00:00"));
    expect(await stripe.invoices.retrieve(renewal)).toMatchObject({ status: "paid", attempt_count: 2 });
  });

  it("starts a trial with a saved account, and debits it at the trial's end", async () => {
    const buyer = await makeBuyer();
    const session = await subscribe(buyer, { subscription_data: { trial_period_days: 7 } });
    await complete(session);
    expect(await stripe.checkout.sessions.retrieve(session.id)).toMatchObject({
      payment_status: "no_payment_required",
    });
    await advanceTo(stripe, buyer.clock, at("2026-01-16T00:00:00"));
    expect((await stripe.invoices.list({ customer: buyer.id })).data[0]).toMatchObject({
      status: "paid",
      amount_paid: 1_490,
    });
  });
});

describe("a bank account through the API", () => {
  it.each([
    ["us_bank_account", { account_number: "000123456789", routing_number: "110000000" }, "usd"],
    ["sepa_debit", { iban: "DE89 3704 0044 0532 0130 00" }, "eur"],
    ["bacs_debit", { account_number: "00012345", sort_code: "108800" }, "gbp"],
  ])("of kind %s is saved and debited", async (type, details, currency) => {
    const buyer = await makeBuyer();
    const method = await stripe.paymentMethods.create({
      type: type as "sepa_debit",
      [type]: details,
      billing_details: { name: "Ada", email: "ada@example.com" },
    });
    await stripe.paymentMethods.attach(method.id, { customer: buyer.id });
    const intent = await stripe.paymentIntents.create({
      amount: 2_000,
      currency,
      customer: buyer.id,
      payment_method: method.id,
      confirm: true,
    });
    expect(intent.status).toBe("processing");
    await expect(stripe.paymentIntents.cancel(intent.id)).rejects.toMatchObject({
      code: "payment_intent_unexpected_state",
    });
    await advanceTo(stripe, buyer.clock, at("2026-01-08T00:00:00"));
    expect(await stripe.paymentIntents.retrieve(intent.id)).toMatchObject({
      status: "succeeded",
      amount_received: 2_000,
    });
    await stripe.refunds.create({ payment_intent: intent.id, amount: 500 });
  });

  it("is refused when it cannot be one", async () => {
    await expect(
      stripe.paymentMethods.create({
        type: "sepa_debit",
        sepa_debit: { iban: "DE89370400440532013001" },
      }),
    ).rejects.toMatchObject({ param: "sepa_debit[iban]" });
  });
});
