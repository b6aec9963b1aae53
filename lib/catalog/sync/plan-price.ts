import { createHash } from "node:crypto";
import type Stripe from "stripe";
import { formatMoney } from "@/lib/platform/money";
import type { Sellable } from "../queries/get-price";

const RECURRING = {
  month: { interval: "month", interval_count: 1 },
  quarter: { interval: "month", interval_count: 3 },
  year: { interval: "year", interval_count: 1 },
} as const;

const PERIODS = { none: "", once: " once", month: " a month", quarter: " every 3 months", year: " a year" };

/** What Stripe should hold for a price. The first currency is the price's own, the others are its options. */
export function planPrice(
  price: Sellable,
  productId: string,
  currencies: readonly string[],
  catalogVersion: number,
): Stripe.PriceCreateParams {
  const [first = "usd", ...others] = currencies;
  const recurring = price.interval in RECURRING ? RECURRING[price.interval as keyof typeof RECURRING] : null;
  return {
    product: productId,
    currency: first,
    unit_amount: amountOf(price, first),
    currency_options: Object.fromEntries(
      others.map((currency) => [
        currency,
        { unit_amount: amountOf(price, currency), tax_behavior: "exclusive" },
      ]),
    ),
    tax_behavior: "exclusive",
    lookup_key: price.key,
    metadata: planMetadata(price, catalogVersion),
    ...(recurring && { recurring }),
  };
}

export function planMetadata(price: Sellable, catalogVersion: number): Record<string, string> {
  return {
    price_key: price.key,
    tier_key: price.tierKey,
    catalog_version: String(catalogVersion),
    ...(price.credits !== null && { credits: String(price.credits) }),
  };
}

/** Why the price at Stripe cannot stay, in words, or null when everything that cannot be changed agrees. */
export function findPriceDifference(found: Stripe.Price, wanted: Stripe.PriceCreateParams): string | null {
  if (!found.active) return "it was archived";
  if (productIdOf(found) !== wanted.product) return "it belongs to another product";
  if (found.currency !== wanted.currency) return `its currency was ${found.currency}, now ${wanted.currency}`;
  if (found.unit_amount !== wanted.unit_amount) {
    return `${money(found.unit_amount ?? 0, found.currency)} becomes ${money(wanted.unit_amount ?? 0, wanted.currency)}`;
  }
  if (
    (found.recurring?.interval ?? null) !== (wanted.recurring?.interval ?? null) ||
    (found.recurring?.interval_count ?? null) !== (wanted.recurring?.interval_count ?? null)
  ) {
    return "its interval changed";
  }
  if (found.tax_behavior === "inclusive") return "its tax was included, and now is added";
  const before = optionsOf(found.currency_options, found.currency);
  const after = optionsOf(wanted.currency_options, wanted.currency);
  const differing = [...new Set([...before.keys(), ...after.keys()])].filter(
    (currency) => before.get(currency) !== after.get(currency),
  );
  return differing.length > 0 ? `its amount in ${differing.join(", ")} changed` : null;
}

export function productIdOf(price: Stripe.Price): string {
  return typeof price.product === "string" ? price.product : price.product.id;
}

// Stripe lists the price's own currency among the options as well.
function optionsOf(
  options: Readonly<Record<string, { unit_amount?: number | null }>> | undefined,
  own: string,
): ReadonlyMap<string, number | null> {
  return new Map(
    Object.entries(options ?? {})
      .filter(([currency]) => currency !== own)
      .map(([currency, option]) => [currency, option.unit_amount ?? null]),
  );
}

function amountOf(price: Sellable, currency: string): number {
  const amount = price.amounts[currency];
  if (amount === undefined) throw new Error(`${price.key} has no amount in ${currency}.`);
  return amount;
}

const money = (amountCents: number, currency: string): string => formatMoney({ amountCents, currency });

/** "$14.90 a month, ₹149.00, £11.90" */
export function describePrice(price: Sellable, currencies: readonly string[]): string {
  const [first, ...others] = currencies.map((currency) => money(amountOf(price, currency), currency));
  return [`${first}${PERIODS[price.interval]}`, ...others].join(", ");
}

/**
 * An idempotency key made of the facts and of what is sent. A key of the facts alone would let Stripe answer
 * a changed amount with the first answer; the price that is replaced is part of it, since going back to an
 * earlier amount sends the same content again.
 */
export function idempotencyKey(fact: string, content: unknown): string {
  return `catalog:${fact}:${createHash("sha256").update(JSON.stringify(content)).digest("hex").slice(0, 32)}`;
}
