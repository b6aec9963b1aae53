import { roundHalfUp } from "../../money/round";
import { isInclusive, type TaxDecision } from "../../money/tax";
import type { Customer, Invoice, InvoiceLine, TaxRate } from "../../state/records";
import type { World } from "../../world";
import { itemOfLine } from "../invoice-item/item-of-line";

export type LineTax = NonNullable<InvoiceLine["taxes"]>[number];

/** The taxes of a line, and what is taken out of its price for a customer who pays none. */
interface LineTaxes {
  taxes: LineTax[];
  backedOut: number;
}

/**
 * The taxes of one line on what discounts and credits left of it (https://docs.stripe.com/invoicing/taxes): the
 * automatic one, else the line's own manual rates, else the invoice's.
 */
export function taxesOfLine(
  world: World,
  invoice: Invoice,
  line: InvoiceLine,
  taxable: number,
  decision: TaxDecision | null,
): LineTaxes {
  if (decision) {
    const price = world.state.prices.find(line.pricing?.price_details?.price ?? "");
    const inclusive = isInclusive(world, price, invoice.currency);
    const { rate, reason } = decision;
    return {
      taxes: [toTax(taxable, rate?.percentage ?? 0, inclusive, rate?.id ?? null, reason)],
      backedOut: 0,
    };
  }
  const own = ratesOfLine(world, line);
  return manualTaxes(own.length > 0 ? own : invoice.default_tax_rates, taxable, invoice.customer_tax_exempt);
}

/**
 * Manual rates (https://docs.stripe.com/tax/tax-rates): a tax on top is reckoned on what the taxes inside leave. A
 * customer who is exempt, or accounts for tax alone, pays none, and of a price with tax inside only the rest.
 */
function manualTaxes(
  rates: readonly TaxRate[],
  taxable: number,
  exempt: Customer["tax_exempt"] | null,
): LineTaxes {
  const taxOf = (rate: TaxRate, amount: number) =>
    toTax(amount, rate.percentage, rate.inclusive, rate.id, "standard_rated");
  const inside = rates
    .filter((rate) => rate.inclusive)
    .reduce((sum, rate) => sum + taxOf(rate, taxable).amount, 0);
  if (exempt !== "exempt" && exempt !== "reverse")
    return {
      taxes: rates.map((rate) => taxOf(rate, rate.inclusive ? taxable : taxable - inside)),
      backedOut: 0,
    };
  const reason = exempt === "exempt" ? "customer_exempt" : "reverse_charge";
  return {
    taxes: rates.map((rate) => toTax(taxable, 0, rate.inclusive, rate.id, reason)),
    backedOut: inside,
  };
}

/** Manual rates of the invoice item or the subscription's item that the line bills. */
function ratesOfLine(world: World, line: InvoiceLine): readonly TaxRate[] {
  const { invoiceItems, itemOwners, subscriptions } = world.state;
  const item = invoiceItems.find(itemOfLine(line) ?? "");
  if (item) return item.tax_rates ?? [];
  const id = line.parent?.subscription_item_details?.subscription_item ?? "";
  const subscription = subscriptions.find(itemOwners.find(id)?.subscription ?? "");
  return subscription?.items.data.find((candidate) => candidate.id === id)?.tax_rates ?? [];
}

export function toTax(
  amount: number,
  percentage: number,
  inclusive: boolean,
  rate: string | null,
  reason: NonNullable<LineTax["taxability_reason"]>,
): LineTax {
  const tax = inclusive
    ? roundHalfUp((amount * percentage) / (100 + percentage))
    : roundHalfUp((amount * percentage) / 100);
  return {
    amount: tax,
    tax_behavior: inclusive ? "inclusive" : "exclusive",
    tax_rate_details: rate ? { tax_rate: rate } : null,
    taxability_reason: reason,
    taxable_amount: percentage === 0 ? 0 : inclusive ? amount - tax : amount,
    type: "tax_rate_details",
  };
}

/** The taxes of many lines, one for each rate. */
export function mergeTaxes(taxes: readonly LineTax[]): LineTax[] {
  const byRate = new Map<string, LineTax>();
  for (const tax of taxes) {
    const key = `${tax.tax_rate_details?.tax_rate}:${tax.tax_behavior}:${tax.taxability_reason}`;
    const known = byRate.get(key);
    byRate.set(
      key,
      known
        ? {
            ...known,
            amount: known.amount + tax.amount,
            taxable_amount: (known.taxable_amount ?? 0) + (tax.taxable_amount ?? 0),
          }
        : tax,
    );
  }
  return [...byRate.values()];
}
