import type Stripe from "stripe";
import { type PriceBook, readPrice } from "./price-book";
import { idOf, toDate, toDateOrNull } from "./read-stripe";
import type { InvoiceLineRow, InvoiceRow } from "./rows";

/** The row of an invoice. */
export function computeInvoice(invoice: Stripe.Invoice, accountId: string, customerId: string): InvoiceRow {
  return {
    id: invoice.id,
    accountId,
    customerId,
    subscriptionId: idOf(invoice.parent?.subscription_details?.subscription),
    number: invoice.number,
    status: invoice.status ?? "draft",
    currency: invoice.currency,
    subtotalCents: invoice.subtotal,
    taxCents: (invoice.total_taxes ?? []).reduce((sum, tax) => sum + tax.amount, 0),
    totalCents: invoice.total,
    amountDueCents: invoice.amount_due,
    amountPaidCents: invoice.amount_paid,
    amountRemainingCents: invoice.amount_remaining,
    creditedCents: invoice.post_payment_credit_notes_amount,
    attemptCount: invoice.attempt_count,
    nextAttemptAt: toDateOrNull(invoice.next_payment_attempt),
    billingReason: invoice.billing_reason,
    ...periodOf(invoice),
    hostedInvoiceUrl: invoice.hosted_invoice_url ?? null,
    invoicePdfUrl: invoice.invoice_pdf ?? null,
    dueAt: toDateOrNull(invoice.due_date),
    paidAt: toDateOrNull(invoice.status_transitions.paid_at),
    providerCreatedAt: toDate(invoice.created),
  };
}

/**
 * What the invoice pays for. Its own period_start and period_end look back on the usage it gathers, and are
 * one instant on a first invoice; the lines say which time is bought.
 */
function periodOf(invoice: Stripe.Invoice): { periodStart: Date; periodEnd: Date } {
  const periods = invoice.lines.data.filter((line) => !isProration(line)).map((line) => line.period);
  if (periods.length === 0) {
    return { periodStart: toDate(invoice.period_start), periodEnd: toDate(invoice.period_end) };
  }
  return {
    periodStart: toDate(Math.min(...periods.map((period) => period.start))),
    periodEnd: toDate(Math.max(...periods.map((period) => period.end))),
  };
}

/** The rows of an invoice's lines, in the provider's order. The caller has fetched all of them. */
export function computeInvoiceLines(
  invoice: Stripe.Invoice,
  accountId: string,
  book: PriceBook,
): readonly InvoiceLineRow[] {
  return invoice.lines.data.map((line, position) => ({
    id: line.id,
    invoiceId: invoice.id,
    accountId,
    position,
    description: line.description,
    amountCents: line.amount,
    quantity: line.quantity,
    priceKey: priceKeyOf(line, book),
    isProration: isProration(line),
    periodStart: toDate(line.period.start),
    periodEnd: toDate(line.period.end),
  }));
}

/** Ids of the prices that an invoice's lines name. */
export function listLinePriceIds(invoice: Stripe.Invoice): readonly string[] {
  return invoice.lines.data.flatMap((line) => idOf(line.pricing?.price_details?.price) ?? []);
}

function priceKeyOf(line: Stripe.InvoiceLineItem, book: PriceBook): string | null {
  const price = line.pricing?.price_details?.price;
  if (!price) return null;
  return readPrice(book, typeof price === "string" ? { id: price, lookup_key: null } : price).priceKey;
}

const isProration = (line: Stripe.InvoiceLineItem): boolean =>
  line.parent?.subscription_item_details?.proration ?? line.parent?.invoice_item_details?.proration ?? false;
