import type Stripe from "stripe";
import { invoicesOf } from "./start-life";

export interface UnusedLine {
  invoice: string;
  line: string;
  /** Before discounts and tax. */
  amount: number;
  /** What the customer gets. */
  total: number;
}

/** The lines that paid for time after a moment, when credit notes can take all of it back; null when they cannot. */
export async function listUnused(
  stripe: Stripe,
  customer: string,
  subscription: Stripe.Subscription,
  now: number,
): Promise<UnusedLine[] | null> {
  const pending = await stripe.invoiceItems.list({ customer, pending: true });
  if (pending.data.length > 0) return null;
  const unused: UnusedLine[] = [];
  const invoices = await invoicesOf(stripe, customer);
  for (const item of subscription.items.data) {
    const own = invoices.flatMap((invoice) =>
      invoice.lines.data
        .filter((line) => line.parent?.subscription_item_details?.subscription_item === item.id)
        .map((line) => ({ invoice, line })),
    );
    const last = own.findLast(({ line }) => line.period.end > now && line.amount > 0);
    if (!last) continue;
    const { line, invoice } = last;
    if (invoice.status !== "paid" || invoice.lines.data.some((each) => each.amount < 0)) return null;
    const share = (line.period.end - now) / (line.period.end - line.period.start);
    const amount = Math.round(line.amount * share);
    if (amount > 0) unused.push({ invoice: invoice.id, line: line.id, amount, total: totalOf(line, amount) });
  }
  return unused;
}

/** A part of a line with its part of the discounts and of the tax that was added. */
function totalOf(line: Stripe.InvoiceLineItem, amount: number): number {
  const part = (of: number) => Math.round((of * amount) / line.amount);
  const added = (line.taxes ?? []).filter((tax) => tax.tax_behavior === "exclusive");
  return (
    amount -
    sum((line.discount_amounts ?? []).map((discount) => part(discount.amount))) +
    sum(added.map((tax) => part(tax.amount)))
  );
}

export const sum = (values: number[]): number => values.reduce((total, value) => total + value, 0);
