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

describe("a purchase by bank debit", () => {
  it("completes the session unpaid, and says that it is paid once the bank has", async () => {
    const buyer = await bench.makeBuyer();
    const session = await bench.purchase(buyer, { invoice_creation: { enabled: true } });
    buyer.news();
    expect(await bench.complete(session)).toMatchObject({ state: "complete" });
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
    const buyer = await bench.makeBuyer();
    const session = await bench.purchase(buyer);
    await bench.complete(session, { debit: "000222222227" });
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
    const buyer = await bench.makeBuyer();
    const session = await bench.purchase(buyer);
    await bench.complete(session);
    expect(await bench.control(`checkout/${session.id}/settle`, { outcome: "failed" })).toMatchObject({
      payment_status: "unpaid",
    });
    expect(await bench.control(`checkout/${session.id}/settle`)).toMatchObject({
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
    const buyer = await bench.makeBuyer();
    const session = await bench.open(buyer, {
      mode: "payment",
      line_items: [
        { price_data: { currency, unit_amount: 900, product_data: { name: "Pack" } }, quantity: 1 },
      ],
    });
    expect(session.payment_method_types).toEqual(["card", type]);
    await bench.complete(session, { debit });
    await bench.control(`checkout/${session.id}/settle`);
    expect(
      await stripe.checkout.sessions.retrieve(session.id, { expand: ["payment_intent.payment_method"] }),
    ).toMatchObject({ payment_status: "paid", payment_intent: { payment_method: { type } } });
  });

  it("is refused where the currency has none, or only cards were asked for", async () => {
    const buyer = await bench.makeBuyer();
    const rupees = await bench.purchase(buyer, { currency: "inr" });
    expect(rupees.payment_method_types).toEqual(["card"]);
    expect(await bench.complete(rupees)).toMatchObject({ state: "declined" });
    const cards = await bench.purchase(buyer, { allowed_payment_method_types: ["card"] });
    expect(await bench.complete(cards)).toMatchObject({ state: "declined" });
    expect((await stripe.checkout.sessions.retrieve(cards.id)).status).toBe("open");
  });
});
