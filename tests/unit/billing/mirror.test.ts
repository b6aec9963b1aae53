import type Stripe from "stripe";
import { describe, expect, it } from "vitest";
import { computeInvoice, computeInvoiceLines } from "@/lib/billing/compute/mirror-invoice";
import { computePaymentMethod } from "@/lib/billing/compute/mirror-payment-method";
import { computePurchase } from "@/lib/billing/compute/mirror-purchase";
import { computeSubscription } from "@/lib/billing/compute/mirror-subscription";
import type { PriceBook } from "@/lib/billing/compute/price-book";
import { recorded, recordedItem, recordedList } from "@/tests/webhooks/support/recorded";

const book: PriceBook = {
  known: new Map([
    ["price_pro", { priceKey: "pro_monthly", tierKey: "pro", catalogVersion: 1 }],
    ["price_premium", { priceKey: "premium_monthly", tierKey: "premium", catalogVersion: 2 }],
    ["price_lifetime", { priceKey: "lifetime", tierKey: "lifetime", catalogVersion: 1 }],
  ]),
  currentVersion: 2,
  foreignAmounts: new Map([["price_pro", { inr: 14_900 }]]),
};
const subscriptionOf = (overrides: Partial<Stripe.Subscription>) =>
  computeSubscription(recorded.subscription(overrides), "account", "cus_recorded", book);
const SECOND = 1_798_761_600;
const at = (seconds: number) => new Date(seconds * 1000);

describe("a subscription's row", () => {
  it("takes its period from the items, from the earliest start to the latest end", () => {
    const items = recordedList([
      recordedItem("price_pro", { current_period_start: SECOND + 10, current_period_end: SECOND + 100 }),
      recordedItem("price_premium", { current_period_start: SECOND, current_period_end: SECOND + 90 }),
    ]);
    expect(subscriptionOf({ items })).toMatchObject({
      currentPeriodStart: at(SECOND),
      currentPeriodEnd: at(SECOND + 100),
      // The higher tier says which plan it is, wherever it stands.
      tierKey: "premium",
      catalogVersion: 2,
    });
  });

  it.each([
    [
      "flexible billing: cancel_at alone",
      { cancel_at: SECOND + 5, cancel_at_period_end: false },
      at(SECOND + 5),
    ],
    [
      "classic billing: the flag alone",
      { cancel_at: null, cancel_at_period_end: true },
      at(SECOND + 31 * 86_400),
    ],
    ["neither", { cancel_at: null, cancel_at_period_end: false }, null],
  ])("reads the end of %s", (_name, fields, cancelAt) => {
    expect(subscriptionOf(fields).cancelAt).toEqual(cancelAt);
  });

  it("states the amount in the subscription's own currency, not in the price's", () => {
    expect(subscriptionOf({ currency: "inr" })).toMatchObject({ currency: "inr", unitAmountCents: 14_900 });
    expect(subscriptionOf({ currency: "gbp" }).unitAmountCents).toBeNull();
  });

  it("gives the free tier for a price that is not in the catalog, and says which price it was", () => {
    const [item] = recorded.subscription().items.data;
    if (!item) throw new Error("no item");
    const byHand = { ...item, price: { ...item.price, id: "price_by_hand", lookup_key: null } };
    expect(subscriptionOf({ items: recordedList([byHand]) })).toMatchObject({
      tierKey: "free",
      priceKey: "price_by_hand",
      unitAmountCents: 1490,
    });
  });
});

describe("an invoice's row", () => {
  it("adds up its taxes, finds its subscription in the parent, and says which time it pays for", () => {
    expect(computeInvoice(recorded.invoice(), "account", "cus_recorded")).toMatchObject({
      subscriptionId: "sub_recorded",
      taxCents: 298,
      totalCents: 1788,
      subtotalCents: 1490,
      status: "paid",
      paidAt: at(SECOND + 5),
      periodStart: at(SECOND),
      periodEnd: at(SECOND + 31 * 86_400),
    });
  });

  it("has its lines in the provider's order, with our price keys and their proration", () => {
    const invoice = recorded.invoice();
    const [line] = invoice.lines.data;
    if (!line?.parent?.subscription_item_details) throw new Error("no line");
    const prorated: Stripe.InvoiceLineItem = {
      ...line,
      id: "il_prorated",
      amount: -700,
      parent: {
        ...line.parent,
        subscription_item_details: { ...line.parent.subscription_item_details, proration: true },
      },
    };
    const lines = { ...invoice.lines, data: [prorated, line] };
    expect(computeInvoiceLines({ ...invoice, lines }, "account", book)).toMatchObject([
      { id: "il_prorated", position: 0, amountCents: -700, isProration: true, priceKey: "pro_monthly" },
      { id: line.id, position: 1, amountCents: 1490, isProration: false },
    ]);
  });
});

describe("a purchase's row", () => {
  const purchaseOf = (overrides: Partial<Stripe.Checkout.Session>) =>
    computePurchase(recorded.purchaseSession(overrides), "account", "cus_recorded", book);
  const intent = (overrides: object) =>
    ({
      ...(recorded.purchaseSession().payment_intent as Stripe.PaymentIntent),
      ...overrides,
    }) as Stripe.PaymentIntent;
  const refunded = (amount: boolean) => {
    const { latest_charge: charge } = intent({});
    return intent({
      latest_charge: { ...(charge as Stripe.Charge), refunded: amount, amount_refunded: 100 },
    });
  };

  it.each([
    ["paid when it was paid", {}, "paid"],
    [
      "paid when nothing was due",
      { payment_status: "no_payment_required" as const, payment_intent: null },
      "paid",
    ],
    [
      "processing while a delayed payment is on its way",
      {
        payment_status: "unpaid" as const,
        payment_intent: intent({ status: "processing", latest_charge: null }),
      },
      "processing",
    ],
    [
      "failed once a delayed payment has failed",
      {
        payment_status: "unpaid" as const,
        payment_intent: intent({ status: "requires_payment_method", latest_charge: null }),
      },
      "failed",
    ],
    ["refunded when all of it was given back", { payment_intent: refunded(true) }, "refunded"],
    ["paid still when part of it was given back", { payment_intent: refunded(false) }, "paid"],
  ])("is %s", (_name, overrides, status) => {
    expect(purchaseOf(overrides)).toMatchObject({
      status,
      priceKey: "lifetime",
      tierKey: "lifetime",
      amountCents: 4990,
    });
  });

  it.each([
    ["an open session", { status: "open" as const }],
    ["an expired session", { status: "expired" as const }],
    ["a subscription's session", { mode: "subscription" as const }],
  ])("is none for %s", (_name, overrides) => {
    expect(purchaseOf(overrides)).toBeNull();
  });
});

it("keeps of a card what people recognise it by, and no more", () => {
  expect(computePaymentMethod(recorded.paymentMethod(), "account", "cus_recorded", "pm_recorded")).toEqual({
    id: "pm_recorded",
    accountId: "account",
    customerId: "cus_recorded",
    type: "card",
    brand: "visa",
    last4: "4242",
    expMonth: 4,
    expYear: 2030,
    fingerprint: "fp4242",
    isDefault: true,
  });
});
