import type { Customer, Price, TaxId, TaxRate } from "../state/records";
import type { World } from "../world";

interface CountryTax {
  percentage: number;
  name: string;
  type: "vat" | "gst" | "sales_tax";
}

/**
 * Standard rates, flat by country. Stripe Tax knows the place and the product; this table knows the country. A
 * country that is not here is one where the account does not collect.
 */
const COUNTRIES: Record<string, CountryTax> = {
  AT: { percentage: 20, name: "VAT", type: "vat" },
  AU: { percentage: 10, name: "GST", type: "gst" },
  BE: { percentage: 21, name: "VAT", type: "vat" },
  CH: { percentage: 8.1, name: "VAT", type: "vat" },
  DE: { percentage: 19, name: "VAT", type: "vat" },
  DK: { percentage: 25, name: "VAT", type: "vat" },
  ES: { percentage: 21, name: "VAT", type: "vat" },
  FI: { percentage: 25.5, name: "VAT", type: "vat" },
  FR: { percentage: 20, name: "VAT", type: "vat" },
  GB: { percentage: 20, name: "VAT", type: "vat" },
  IE: { percentage: 23, name: "VAT", type: "vat" },
  IN: { percentage: 18, name: "GST", type: "gst" },
  IT: { percentage: 22, name: "VAT", type: "vat" },
  NL: { percentage: 21, name: "VAT", type: "vat" },
  NO: { percentage: 25, name: "VAT", type: "vat" },
  NZ: { percentage: 15, name: "GST", type: "gst" },
  PL: { percentage: 23, name: "VAT", type: "vat" },
  PT: { percentage: 23, name: "VAT", type: "vat" },
  SE: { percentage: 25, name: "VAT", type: "vat" },
};

export interface TaxDecision {
  rate: TaxRate | null;
  reason: "standard_rated" | "not_collecting" | "customer_exempt" | "reverse_charge";
}

/**
 * How a customer is taxed automatically; null when Stripe would ask for a location first
 * (https://docs.stripe.com/tax/customer-locations). Exempt customers and businesses abroad with a verified tax id
 * (reverse charge) pay none (https://docs.stripe.com/tax/zero-tax).
 */
export function decideTax(world: World, customer: Customer, taxIds: readonly TaxId[]): TaxDecision | null {
  const country = customer.address?.country ?? customer.shipping?.address?.country;
  if (!country) return null;
  const tax = COUNTRIES[country.toUpperCase()];
  if (!tax) return { rate: null, reason: "not_collecting" };
  const isBusinessAbroad =
    country !== world.settings.account.country &&
    taxIds.some((taxId) => taxId.type === "eu_vat" && taxId.verification?.status === "verified");
  const isExempt = customer.tax_exempt === "exempt";
  const isReverse = customer.tax_exempt === "reverse" || isBusinessAbroad;
  const percentage = isExempt || isReverse ? 0 : tax.percentage;
  return {
    rate: automaticRate(world, country.toUpperCase(), tax, percentage),
    reason: isExempt ? "customer_exempt" : isReverse ? "reverse_charge" : "standard_rated",
  };
}

/**
 * `unspecified` follows the account's default, "automatic": tax is added to prices in US and Canadian dollars and
 * lies inside all others (https://docs.stripe.com/tax/products-prices-tax-codes-tax-behavior).
 */
export function isInclusive(price: Price | undefined, currency: string): boolean {
  if (price?.tax_behavior === "inclusive") return true;
  if (price?.tax_behavior === "exclusive") return false;
  return currency !== "usd" && currency !== "cad";
}

/** Stripe Tax makes its rates itself, one for each place and percentage. */
function automaticRate(world: World, country: string, tax: CountryTax, percentage: number): TaxRate {
  const key = `tax_rate:${country}:${percentage}`;
  const known = world.state.meta.find(key)?.value;
  if (typeof known === "string") return world.state.taxRates.get(known);
  const rate = world.state.taxRates.put({
    id: world.newId("txr"),
    object: "tax_rate",
    active: false,
    country,
    created: world.now(),
    description: null,
    display_name: tax.name,
    effective_percentage: percentage,
    flat_amount: null,
    inclusive: false,
    jurisdiction: country,
    jurisdiction_level: "country",
    livemode: false,
    metadata: {},
    percentage,
    rate_type: "percentage",
    state: null,
    tax_type: tax.type,
  });
  world.state.meta.put({ id: key, value: rate.id });
  return rate;
}
