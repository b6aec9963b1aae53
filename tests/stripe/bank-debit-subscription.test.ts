import type Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { advanceTo, at } from "./advance-clock";
import { DebitBench } from "./debit-bench";

let bench: DebitBench;
let stripe: Stripe;

beforeAll(async () => {
  bench = await DebitBench.open();
  stripe = bench.stripe;
});
afterAll(async () => {
  expect(bench.checked.violations()).toEqual([]);
  await bench.checked.close();
});

describe("a subscription by bank debit", () => {
  it("is active while nothing is paid, and its session hears when it is", async () => {
    const buyer = await bench.makeBuyer();
    const session = await bench.subscribe(buyer);
    buyer.news();
    await bench.complete(session);
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
    const buyer = await bench.makeBuyer();
    const session = await bench.subscribe(buyer);
    await bench.complete(session, { debit: "000111111113" });
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
    const buyer = await bench.makeBuyer();
    await bench.complete(await bench.subscribe(buyer), { debit: "000123456789" });
    await advanceTo(stripe, buyer.clock, at("2026-02-05T02:00:00"));
    const renewal = (await stripe.invoices.list({ customer: buyer.id })).data[0]?.id ?? "";
    const payment = (await stripe.invoicePayments.list({ invoice: renewal })).data[0];
    await bench.control(`payment_intents/${payment?.payment.payment_intent}/settle`, { outcome: "failed" });
    expect(await stripe.invoices.retrieve(renewal)).toMatchObject({
      status: "open",
      attempt_count: 1,
      next_payment_attempt: at("2026-02-08T02:00:00"),
    });
    await advanceTo(stripe, buyer.clock, at("2026-02-12T00:00:00"));
    expect(await stripe.invoices.retrieve(renewal)).toMatchObject({ status: "paid", attempt_count: 2 });
  });

  it("starts a trial with a saved account, and debits it at the trial's end", async () => {
    const buyer = await bench.makeBuyer();
    const session = await bench.subscribe(buyer, { subscription_data: { trial_period_days: 7 } });
    await bench.complete(session);
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
    const buyer = await bench.makeBuyer();
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
