import type { StoredLine } from "../repository/invoices";
import type { Invoice, InvoiceLine } from "../schemas";
import type { InvoiceRow } from "./rows";

const iso = (date: Date | null): string | null => date?.toISOString() ?? null;

/** An invoice as the API and the pages show it. */
export function describeInvoice(row: InvoiceRow, lines: readonly StoredLine[]): Invoice {
  return {
    id: row.id,
    number: row.number,
    status: row.status,
    currency: row.currency,
    subtotalCents: row.subtotalCents,
    taxCents: row.taxCents,
    totalCents: row.totalCents,
    amountDueCents: row.amountDueCents,
    amountPaidCents: row.amountPaidCents,
    amountRemainingCents: row.amountRemainingCents,
    creditedCents: row.creditedCents,
    billingReason: row.billingReason,
    attemptCount: row.attemptCount,
    nextAttemptAt: iso(row.nextAttemptAt),
    periodStart: iso(row.periodStart),
    periodEnd: iso(row.periodEnd),
    dueAt: iso(row.dueAt),
    paidAt: iso(row.paidAt),
    createdAt: row.providerCreatedAt.toISOString(),
    hostedInvoiceUrl: row.hostedInvoiceUrl,
    pdfUrl: row.invoicePdfUrl,
    lines: lines.filter((line) => line.invoiceId === row.id).map(describeLine),
  };
}

function describeLine(line: StoredLine): InvoiceLine {
  return {
    description: line.description,
    amountCents: line.amountCents,
    quantity: line.quantity,
    priceKey: line.priceKey,
    isProration: line.isProration,
    periodStart: iso(line.periodStart),
    periodEnd: iso(line.periodEnd),
  };
}
