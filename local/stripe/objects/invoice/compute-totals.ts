import { computeAppliedBalance } from "../../money/apply-balance";
import { type AppliedDiscount, computeDiscounts } from "../../money/discount";
import { decideTax } from "../../money/tax";
import type { Invoice, InvoiceLine } from "../../state/records";
import type { World } from "../../world";
import { mergeTaxes, taxesOfLine } from "./line-taxes";

/**
 * Discounts, taxes and totals of an invoice's lines. Tax is computed on what discounts left, line by line
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
      product: line.pricing?.price_details?.product ?? null,
      discounts: line.discounts,
    })),
    own,
    invoice.discounts.flatMap(find),
    invoice.currency,
  );
  const taxIds = [...state.taxIds.newestFirst({ index: "customer", key: customer.id })];
  const decision = invoice.automatic_tax.enabled ? decideTax(world, customer, taxIds) : null;
  const lines = invoice.lines.data.map((line, at): InvoiceLine => {
    const amounts = taken[at] ?? [];
    const discounted = line.amount - amounts.reduce((sum, part) => sum + part.amount, 0);
    const taxes = taxesOfLine(world, invoice, line, discounted, decision);
    return {
      ...line,
      discount_amounts: amounts,
      pretax_credit_amounts: amounts.map((part) => ({ ...part, type: "discount" as const })),
      taxes,
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
  const discounted = subtotal - sum(discountTotals.map((part) => part.amount));
  const total = discounted + exclusive;
  return {
    ...invoice,
    lines: { ...invoice.lines, data: lines },
    subtotal,
    subtotal_excluding_tax: subtotal - inclusive,
    total,
    total_excluding_tax: discounted - inclusive,
    total_discount_amounts: discountTotals,
    total_pretax_credit_amounts: discountTotals.map((part) => ({ ...part, type: "discount" as const })),
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

const sum = (values: number[]): number => values.reduce((total, value) => total + value, 0);

function merge(parts: { discount: string; amount: number }[]): { discount: string; amount: number }[] {
  const byDiscount = new Map<string, number>();
  for (const part of parts) byDiscount.set(part.discount, (byDiscount.get(part.discount) ?? 0) + part.amount);
  return [...byDiscount].map(([discount, amount]) => ({ amount, discount }));
}
