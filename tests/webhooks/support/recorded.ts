import { readFileSync } from "node:fs";
import type Stripe from "stripe";

function read<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`../recorded/${name}.json`, import.meta.url), "utf8")) as T;
}

/** Objects as Stripe sends them, held to its contract; every field can be replaced. */
export const recorded = {
  customer: (overrides: Partial<Stripe.Customer> = {}): Stripe.Customer => ({
    ...read<Stripe.Customer>("customer"),
    ...overrides,
  }),
  paymentMethod: (overrides: Partial<Stripe.PaymentMethod> = {}): Stripe.PaymentMethod => ({
    ...read<Stripe.PaymentMethod>("payment-method"),
    ...overrides,
  }),
  subscription: (overrides: Partial<Stripe.Subscription> = {}): Stripe.Subscription => ({
    ...read<Stripe.Subscription>("subscription"),
    ...overrides,
  }),
  invoice: (overrides: Partial<Stripe.Invoice> = {}): Stripe.Invoice => {
    const invoice = { ...read<Stripe.Invoice>("invoice"), ...overrides };
    if (overrides.lines) return invoice;
    const data = invoice.lines.data.map((line) => ({ ...line, id: `il_${invoice.id}`, invoice: invoice.id }));
    return { ...invoice, lines: { ...invoice.lines, data } };
  },
  checkoutSession: (overrides: Partial<Stripe.Checkout.Session> = {}): Stripe.Checkout.Session => ({
    ...read<Stripe.Checkout.Session>("checkout-session"),
    ...overrides,
  }),
  /** A completed one-off purchase, with its line items and its payment expanded. */
  purchaseSession: (overrides: Partial<Stripe.Checkout.Session> = {}): Stripe.Checkout.Session => ({
    ...read<Stripe.Checkout.Session>("purchase-session"),
    ...overrides,
  }),
};

/** One item for a subscription, at a price and in a period. */
export function recordedItem(
  priceId: string,
  overrides: Partial<Stripe.SubscriptionItem> = {},
): Stripe.SubscriptionItem {
  const [item] = recorded.subscription().items.data;
  if (!item) throw new Error("The recorded subscription has no item.");
  return { ...item, price: { ...item.price, id: priceId }, ...overrides };
}

/** A list as Stripe answers it. */
export function recordedList<T>(data: T[], url = "/v1/list"): Stripe.ApiList<T> {
  return { object: "list", data, has_more: false, url };
}

/** A snapshot event about an object. */
export function recordedEvent(
  id: string,
  type: string,
  object: object,
  overrides: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  return {
    id,
    object: "event",
    api_version: "2026-10-28.endive",
    created: 1_798_761_600,
    type,
    livemode: false,
    pending_webhooks: 1,
    request: { id: null, idempotency_key: null },
    data: { object },
    ...overrides,
  };
}
