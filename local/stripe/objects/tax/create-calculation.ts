import type { Stripe } from "stripe";
import { invalidRequest, missingParam, noSuch, notSupported, StripeError } from "../../http/stripe-error";
import { decideTaxOf, isInclusive, readTaxSettings, type TaxDecision, type TaxFacts } from "../../money/tax";
import { newMetadata } from "../../state/metadata";
import type { TaxCalculation, TaxCalculationLine } from "../../state/records";
import type { World } from "../../world";
import { toAddress } from "../address";
import { getCustomer } from "../customer/find-customer";
import { toTax } from "../invoice/line-taxes";

type Params = Stripe.Tax.CalculationCreateParams;
type Details = TaxCalculation["customer_details"];

/** A calculation can be used for so long (https://docs.stripe.com/api/tax/calculations/object). */
const KEPT_SECONDS = 90 * 86_400;
const OVERRIDES: Record<string, TaxFacts["exempt"]> = {
  customer_exempt: "exempt",
  reverse_charge: "reverse",
};

/**
 * What tax a purchase would bear, by the same table that invoices use
 * (https://docs.stripe.com/api/tax/calculations/create).
 *
 * @throws customer_tax_location_invalid when nobody knows where the customer is
 */
export function createCalculation(world: World, params: Params): TaxCalculation & { id: string } {
  if (params.shipping_cost) throw notSupported("shipping in tax calculations", "shipping_cost");
  if (params.customer && params.customer_details)
    throw invalidRequest(
      "You may only specify one of these parameters: customer, customer_details.",
      "customer_details",
    );
  if (!params.customer && !params.customer_details) throw missingParam("customer_details");
  if (params.line_items.length === 0) throw missingParam("line_items");
  const details = params.customer
    ? detailsOfCustomer(world, params.customer)
    : readDetails(params.customer_details ?? {});
  const decision = decideTaxOf(world, {
    country: details.address?.country,
    exempt: OVERRIDES[details.taxability_override] ?? "none",
    taxIds: details.tax_ids.map(({ type }) => ({ type, isRefuted: false })),
  });
  if (!decision)
    throw new StripeError(
      400,
      "invalid_request_error",
      "customer_tax_location_invalid",
      "The customer's location isn't recognized. Set a valid customer address in order to automatically calculate tax.",
    );
  const currency = params.currency.toLowerCase();
  const country = details.address?.country ?? "";
  const lines = params.line_items.map((item, at) => toLine(world, item, at, { currency, country, decision }));
  const now = world.nowOf(params.customer);
  const sum = (behavior: string) =>
    lines
      .filter((line) => line.tax_behavior === behavior)
      .reduce((total, line) => total + line.amount_tax, 0);
  const calculation = world.state.taxCalculations.put({
    id: world.newId("taxcalc"),
    object: "tax.calculation",
    amount_total: lines.reduce((total, line) => total + line.amount, 0) + sum("exclusive"),
    currency,
    customer: params.customer ?? null,
    customer_details: details,
    expires_at: now + KEPT_SECONDS,
    livemode: false,
    ship_from_details: params.ship_from_details
      ? { address: toAddress(params.ship_from_details.address) }
      : null,
    shipping_cost: null,
    tax_amount_exclusive: sum("exclusive"),
    tax_amount_inclusive: sum("inclusive"),
    tax_breakdown: breakdownOf(lines, decision, country),
    tax_date: params.tax_date ?? now,
  });
  world.state.taxCalculationLines.put({ id: calculation.id, lines });
  return calculation;
}

function toLine(
  world: World,
  item: Params["line_items"][number],
  at: number,
  place: { currency: string; country: string; decision: TaxDecision },
): TaxCalculationLine {
  const { decision } = place;
  if (item.product && !world.state.products.find(item.product))
    throw noSuch("product", item.product, `line_items[${at}][product]`, 400);
  const inclusive = item.tax_behavior
    ? item.tax_behavior === "inclusive"
    : isInclusive(world, undefined, place.currency);
  const tax = toTax(
    item.amount,
    decision.rate?.percentage ?? 0,
    inclusive,
    decision.rate?.id ?? null,
    decision.reason,
  );
  return {
    id: world.newId("tax_li"),
    object: "tax.calculation_line_item",
    amount: item.amount,
    amount_tax: tax.amount,
    livemode: false,
    metadata: item.metadata ? newMetadata(item.metadata) : null,
    performance_location: item.performance_location ?? null,
    product: item.product ?? null,
    quantity: item.quantity ?? 1,
    reference: item.reference ?? `L${at + 1}`,
    tax_behavior: inclusive ? "inclusive" : "exclusive",
    tax_breakdown: [
      {
        amount: tax.amount,
        jurisdiction: { country: place.country, display_name: place.country, level: "country", state: null },
        sourcing: "destination",
        tax_rate_details: decision.rate
          ? {
              display_name: decision.rate.display_name,
              percentage_decimal: String(decision.rate.percentage),
              tax_type: decision.rate.tax_type ?? "vat",
            }
          : null,
        taxability_reason: decision.reason,
        taxable_amount: tax.taxable_amount ?? 0,
      },
    ],
    tax_code: item.tax_code ?? readTaxSettings(world).defaults.tax_code ?? "txcd_10000000",
  };
}

/** One entry for what was added and one for what lay inside. */
function breakdownOf(
  lines: readonly TaxCalculationLine[],
  decision: TaxDecision,
  country: string,
): TaxCalculation["tax_breakdown"] {
  return (["exclusive", "inclusive"] as const).flatMap((behavior) => {
    const own = lines.filter((line) => line.tax_behavior === behavior);
    if (own.length === 0) return [];
    return [
      {
        amount: own.reduce((sum, line) => sum + line.amount_tax, 0),
        inclusive: behavior === "inclusive",
        tax_rate_details: {
          country,
          flat_amount: null,
          percentage_decimal: String(decision.rate?.percentage ?? 0),
          rate_type: decision.rate ? "percentage" : null,
          state: null,
          tax_type: decision.rate?.tax_type ?? null,
        },
        taxability_reason: decision.reason,
        taxable_amount: own.reduce((sum, line) => sum + (line.tax_breakdown?.[0]?.taxable_amount ?? 0), 0),
      },
    ];
  });
}

function detailsOfCustomer(world: World, id: string): Details {
  const customer = getCustomer(world, id, "customer");
  const taxIds = [...world.state.taxIds.newestFirst({ index: "customer", key: id })];
  return {
    address: customer.address ?? customer.shipping?.address ?? null,
    address_source: customer.address ? "billing" : customer.shipping ? "shipping" : null,
    ip_address: null,
    tax_ids: taxIds
      .filter((taxId) => taxId.verification?.status !== "unverified")
      .map(({ type, value }) => ({ type: type as Details["tax_ids"][number]["type"], value })),
    taxability_override:
      customer.tax_exempt === "exempt"
        ? "customer_exempt"
        : customer.tax_exempt === "reverse"
          ? "reverse_charge"
          : "none",
  };
}

function readDetails(given: NonNullable<Params["customer_details"]>): Details {
  return {
    address: given.address ? toAddress(given.address) : null,
    address_source: given.address_source ?? (given.address ? "billing" : null),
    ip_address: given.ip_address ?? null,
    tax_ids: given.tax_ids ?? [],
    taxability_override: given.taxability_override ?? "none",
  };
}
