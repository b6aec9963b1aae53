import { invalidRequest } from "../http/stripe-error";
import type { Price, PriceTier } from "../state/records";

const SCALE = 12;
const ONE = 10n ** BigInt(SCALE);

/** The unit amount of a price in a currency, as a decimal text of minor units. @throws when it has none there */
export function unitAmountIn(price: Price, currency: string): string | null {
  if (price.currency === currency) return price.unit_amount_decimal;
  const option = price.currency_options?.[currency];
  if (!option)
    throw invalidRequest(
      `The price specified supports currencies of \`${Object.keys(price.currency_options ?? { [price.currency]: 1 }).join("`, `")}\`. This doesn't match the expected currency: \`${currency}\`.`,
    );
  return option.unit_amount_decimal;
}

/**
 * What a quantity of a price costs, in minor units, rounded once at the end
 * (https://docs.stripe.com/products-prices/pricing-models): flat rate, packages (`transform_quantity`), graduated
 * tiers (each unit at its own tier's rate) and volume tiers (all units at the reached tier's rate).
 */
export function priceAmount(price: Price, currency: string, quantity: number): number {
  if (price.billing_scheme === "tiered")
    return tieredAmount(tiersIn(price, currency), price.tiers_mode, quantity);
  const unit = unitAmountIn(price, currency);
  return roundScaled(toScaled(unit ?? "0") * BigInt(packages(price, quantity)));
}

function packages(price: Price, quantity: number): number {
  const transform = price.transform_quantity;
  if (!transform) return quantity;
  const exact = quantity / transform.divide_by;
  return transform.round === "up" ? Math.ceil(exact) : Math.floor(exact);
}

function tiersIn(price: Price, currency: string): PriceTier[] {
  if (price.currency === currency) return price.tiers ?? [];
  return (price.currency_options?.[currency]?.tiers as PriceTier[] | undefined) ?? [];
}

function tieredAmount(tiers: PriceTier[], mode: Price["tiers_mode"], quantity: number): number {
  if (mode === "volume") {
    const reached = tiers.find((tier) => tier.up_to === null || quantity <= tier.up_to) ?? tiers.at(-1);
    return reached ? roundScaled(tierAmount(reached, quantity)) : 0;
  }
  let total = 0n;
  let below = 0;
  for (const [index, tier] of tiers.entries()) {
    const upTo = tier.up_to ?? Number.POSITIVE_INFINITY;
    const within = Math.min(quantity, upTo) - below;
    // the first tier's flat fee is due even for a quantity of nothing
    if (within <= 0 && index > 0) break;
    total += tierAmount(tier, Math.max(0, within));
    below = upTo;
    if (quantity <= upTo) break;
  }
  return roundScaled(total);
}

function tierAmount(tier: PriceTier, quantity: number): bigint {
  return (
    toScaled(tier.unit_amount_decimal ?? "0") * BigInt(quantity) + toScaled(tier.flat_amount_decimal ?? "0")
  );
}

/** Decimal text to an integer of 10^-12 minor units. */
function toScaled(decimal: string): bigint {
  const negative = decimal.startsWith("-");
  const [whole = "0", fraction = ""] = decimal.replace("-", "").split(".");
  const scaled = BigInt(whole) * ONE + BigInt(fraction.padEnd(SCALE, "0").slice(0, SCALE));
  return negative ? -scaled : scaled;
}

function roundScaled(scaled: bigint): number {
  const half = ONE / 2n;
  return Number(scaled < 0n ? -((-scaled + half) / ONE) : (scaled + half) / ONE);
}
