import type { Customer, Price, TaxId, TaxRate, TaxSettings } from "../state/records";
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

/** Tax numbers by which a business in a country accounts for tax itself. */
const REVERSE_ID: Record<string, string> = {
  AU: "au_abn",
  CH: "ch_vat",
  GB: "gb_vat",
  IN: "in_gst",
  NO: "no_vat",
  NZ: "nz_gst",
};

const EUROPEAN_UNION = new Set(
  "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split(" "),
);

/** The kind of number by which a business in a country is taxed; undefined where none is known here. */
export const taxIdTypeOf = (country: string): string | undefined =>
  EUROPEAN_UNION.has(country) ? "eu_vat" : REVERSE_ID[country];

export interface TaxDecision {
  rate: TaxRate | null;
  reason: "standard_rated" | "not_collecting" | "customer_exempt" | "reverse_charge";
}

/** What bears on a buyer's tax. */
export interface TaxFacts {
  /** Two letters; null when nobody knows where the buyer is. */
  country: string | null | undefined;
  exempt: "none" | "exempt" | "reverse";
  taxIds: readonly { type: string; isRefuted: boolean }[];
}

/** How a stored customer is taxed automatically: see `decideTaxOf`. */
export function decideTax(world: World, customer: Customer, taxIds: readonly TaxId[]): TaxDecision | null {
  return decideTaxOf(world, {
    country: customer.address?.country ?? customer.shipping?.address?.country,
    exempt: (customer.tax_exempt ?? "none") as TaxFacts["exempt"],
    taxIds: taxIds.map(({ type, verification }) => ({
      type,
      isRefuted: verification?.status === "unverified",
    })),
  });
}

/**
 * How a buyer is taxed automatically; null when Stripe would ask for a location first
 * (https://docs.stripe.com/tax/customer-locations). Exempt customers and businesses abroad with a tax id of their
 * place (reverse charge) pay none (https://docs.stripe.com/tax/zero-tax); an id that was found to be wrong does not
 * count, one that is still being looked up does.
 */
export function decideTaxOf(world: World, facts: TaxFacts): TaxDecision | null {
  const country = facts.country?.toUpperCase();
  if (!country) return null;
  const tax = COUNTRIES[country];
  if (!tax || !isCollected(world, country)) return { rate: null, reason: "not_collecting" };
  const wanted = taxIdTypeOf(country);
  const isBusinessAbroad =
    country !== world.settings.account.country &&
    facts.taxIds.some((taxId) => taxId.type === wanted && !taxId.isRefuted);
  const isExempt = facts.exempt === "exempt";
  const isReverse = facts.exempt === "reverse" || isBusinessAbroad;
  const percentage = isExempt || isReverse ? 0 : tax.percentage;
  return {
    rate: automaticRate(world, country, tax, percentage),
    reason: isExempt ? "customer_exempt" : isReverse ? "reverse_charge" : "standard_rated",
  };
}

/**
 * Tax is collected where the account is registered (https://docs.stripe.com/tax/registering); a registration for the
 * union's one-stop shop counts in all of it. An account without any registration collects everywhere.
 */
function isCollected(world: World, country: string): boolean {
  if (world.state.taxRegistrations.size === 0) return true;
  const now = world.now();
  return world.state.taxRegistrations
    .all()
    .some(
      (registration) =>
        registration.active_from <= now &&
        (registration.expires_at === null || registration.expires_at > now) &&
        (registration.country === country ||
          (EUROPEAN_UNION.has(country) && isOneStopShop(registration.country_options))),
    );
}

function isOneStopShop(options: object): boolean {
  return Object.values(options).some((option: { type?: string }) => option.type?.startsWith("oss_"));
}

/**
 * A price that does not say is taxed as the account's settings say; by default that follows its currency: tax is added
 * to prices in US and Canadian dollars and lies inside all others
 * (https://docs.stripe.com/tax/products-prices-tax-codes-tax-behavior).
 */
export function isInclusive(world: World, price: Price | undefined, currency: string): boolean {
  if (price?.tax_behavior === "inclusive") return true;
  if (price?.tax_behavior === "exclusive") return false;
  const byDefault = readTaxSettings(world).defaults.tax_behavior;
  if (byDefault === "inclusive" || byDefault === "exclusive") return byDefault === "inclusive";
  return currency !== "usd" && currency !== "cad";
}

/** The account's tax settings as they are, or as they begin: at home in its country, and ready. */
export function readTaxSettings(world: World): TaxSettings {
  return (
    world.state.taxSettings.find("settings")?.value ?? {
      object: "tax.settings",
      defaults: { provider: "stripe", tax_behavior: "inferred_by_currency", tax_code: "txcd_10000000" },
      head_office: {
        address: {
          city: null,
          country: world.settings.account.country,
          line1: null,
          line2: null,
          postal_code: null,
          state: null,
        },
      },
      livemode: false,
      status: "active",
      status_details: { active: {} },
    }
  );
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
