import type { InvoiceRow, InvoiceStatus } from "@/components/billing/types";
import type { Format } from "@/components/format/create-format";
import type { Invoice } from "@/lib/billing";
import { findPrice } from "@/lib/catalog";

/** An invoice as its table shows it. */
export function buildInvoice(invoice: Invoice, format: Format): InvoiceRow {
  return {
    id: invoice.id,
    number: invoice.number,
    issuedAt: invoice.createdAt,
    description: describeInvoice(invoice, format),
    status: statusOf(invoice),
    total: { amountMinor: invoice.totalCents, currency: invoice.currency },
    refunded:
      invoice.creditedCents > 0 ? { amountMinor: invoice.creditedCents, currency: invoice.currency } : null,
    hostedUrl: invoice.hostedInvoiceUrl,
    pdfUrl: invoice.pdfUrl,
  };
}

function statusOf(invoice: Invoice): InvoiceStatus {
  if (invoice.status === "paid" && invoice.creditedCents > 0) return "refunded";
  if (invoice.status === "open" && invoice.attemptCount > 0) return "past_due";
  const plain: readonly InvoiceStatus[] = ["draft", "open", "paid", "void", "uncollectible"];
  return plain.find((status) => status === invoice.status) ?? "open";
}

/** "Pro, 3 Nov to 3 Dec": what was bought and for when; the provider's own words for what we do not sell. */
function describeInvoice({ lines }: Invoice, format: Format): string {
  const line = lines.find(({ isProration }) => !isProration) ?? lines[0];
  if (!line) return "No lines";
  const sold = line.priceKey ? findPrice(line.priceKey)?.name : undefined;
  const name = sold ?? line.description ?? "Charge";
  const renews = sold && line.periodStart && line.periodEnd && line.periodStart !== line.periodEnd;
  return renews
    ? `${name}, ${format.formatDay(line.periodStart ?? "")} to ${format.formatDay(line.periodEnd ?? "")}`
    : name;
}
