import { computeAppliedBalance } from "../../money/apply-balance";
import { type AppliedDiscount, computeDiscounts } from "../../money/discount";
import { decideTax } from "../../money/tax";
import type { Invoice, InvoiceLine } from "../../state/records";
import type { World } from "../../world";
import { type PlannedCredit, planCredits } from "../credit-grant/plan-credits";
import { mergeTaxes, taxesOfLine } from "./line-taxes";

/**
 * Discounts, credits, taxes and totals of an invoice's lines. Tax is computed on what the others left, line by line
 * (https://docs.stripe.com/invoicing/taxes): added when exclusive, taken out of the amount when inclusive.
 */
export function computeTotals(world: World, invoice: Invoice): Invoice {
  const { state } = world;
  const customer = state.customers.get(invoice.customer ?? "");
  const find = (id: string): AppliedDiscount[] => {
    const discount = state.discounts.find(id);
    const coupon = state.coupons.find(discount?.source.coupon ?? "");
    return discount && coupon ? [{ discount, coupon }] : [];
  };
  const own = new Map(
    invoice.lines.data
      .flatMap((line) => line.discounts)
      .flatMap((id) => find(id).map((applied) => [id, applied] as const)),
  );
  const taken = computeDiscounts(
    invoice.lines.data.map((line) => ({
      amount: line.amount,
      discountable: line.discountable,
      start: line.period.start,
      product: line.pricing?.price_details?.product ?? null,
      discounts: line.discounts,
    })),
    own,
    invoice.discounts.flatMap(find),
    invoice.currency,
  );
  const taxIds = [...state.taxIds.newestFirst({ index: "customer", key: customer.id })];
  const decision = invoice.automatic_tax.enabled ? decideTax(world, customer, taxIds) : null;
  const nets = invoice.lines.data.map(
    (line, at) => line.amount - sum((taken[at] ?? []).map((part) => part.amount)),
  );
  const credited = planCredits(world, invoice, nets);
  const lineTaxes = invoice.lines.data.map((line, at) => {
    const taxable = (nets[at] ?? 0) - sum((credited[at] ?? []).map((part) => part.amount));
    return taxesOfLine(world, invoice, line, taxable, decision);
  });
  const lines = invoice.lines.data.map((line, at): InvoiceLine => {
    const discounts = taken[at] ?? [];
    const credits = credited[at] ?? [];
    return {
      ...line,
      discount_amounts: discounts,
      pretax_credit_amounts: [...discounts.map(asDiscount), ...credits.map(asCredit)],
      taxes: lineTaxes[at]?.taxes ?? [],
    };
  });
  const subtotal = sum(lines.map((line) => line.amount));
  const discountTotals = merge(lines.flatMap((line) => line.discount_amounts ?? []));
  const totalTaxes = mergeTaxes(lines.flatMap((line) => line.taxes ?? []));
  const exclusive = sum(
    totalTaxes.filter((tax) => tax.tax_behavior === "exclusive").map((tax) => tax.amount),
  );
  const inclusive = sum(
    totalTaxes.filter((tax) => tax.tax_behavior === "inclusive").map((tax) => tax.amount),
  );
  const credits = credited.flat().map(asCredit);
  const reduced =
    subtotal -
    sum(discountTotals.map((part) => part.amount)) -
    sum(credits.map((part) => part.amount)) -
    sum(lineTaxes.map(({ backedOut }) => backedOut));
  const total = reduced + exclusive;
  return {
    ...invoice,
    lines: { ...invoice.lines, data: lines },
    subtotal,
    subtotal_excluding_tax: subtotal - inclusive,
    total,
    total_excluding_tax: reduced - inclusive,
    total_discount_amounts: discountTotals,
    total_pretax_credit_amounts: [...discountTotals.map(asDiscount), ...credits],
    total_taxes: totalTaxes,
    automatic_tax: {
      ...invoice.automatic_tax,
      status: invoice.automatic_tax.enabled ? (decision ? "complete" : "requires_location_inputs") : null,
      provider: invoice.automatic_tax.enabled ? "stripe" : null,
    },
    ...amountsDue(total, invoice, customer.balance),
  };
}

/** Before finalisation the balance is only shown as it would be applied. */
function amountsDue(total: number, invoice: Invoice, balance: number): Partial<Invoice> {
  const { due } = computeAppliedBalance(total, balance, invoice.currency);
  return {
    starting_balance: balance,
    amount_due: due,
    amount_remaining: Math.max(0, due - invoice.amount_paid),
  };
}

const asDiscount = (part: { discount: string; amount: number }) => ({ ...part, type: "discount" }) as const;

/** Which movement it is, is known when the invoice is issued. */
const asCredit = ({ amount }: PlannedCredit) =>
  ({ amount, credit_balance_transaction: null, type: "credit_balance_transaction" }) as const;

const sum = (values: number[]): number => values.reduce((total, value) => total + value, 0);

function merge(parts: { discount: string; amount: number }[]): { discount: string; amount: number }[] {
  const byDiscount = new Map<string, number>();
  for (const part of parts) byDiscount.set(part.discount, (byDiscount.get(part.discount) ?? 0) + part.amount);
  return [...byDiscount].map(([discount, amount]) => ({ amount, discount }));
}
