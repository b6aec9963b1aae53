import { formatAmount } from "../objects/subscription/billing-lines";
import type { Invoice } from "../state/records";
import type { World } from "../world";
import { countryName } from "./countries";
import { describePeriod, formatDate } from "./layout";
import { PdfDocument } from "./pdf-document";

/** The invoice as a PDF on A4: who, what, how much. */
export function invoicePdf(world: World, invoice: Invoice): Buffer {
  const title = `Invoice ${invoice.number ?? "draft"}`;
  const document = new PdfDocument(title, "local Stripe - no money moves");
  document.row("local Stripe - no money moves", "", { size: 8, isMuted: true });
  document.space(10);
  document.row(world.settings.account.name, "", { size: 12, isBold: true });
  document.row(title, "", { size: 20, isBold: true });
  document.space(6);
  document.row("Status", String(invoice.status));
  document.row("Date of issue", formatDate(invoice.effective_at ?? invoice.created));
  if (invoice.due_date) document.row("Due on", formatDate(invoice.due_date));
  writeCustomer(document, invoice);
  writeLines(document, invoice);
  writeTotals(document, invoice);
  if (invoice.footer) {
    document.space(18);
    document.row(invoice.footer, "", { size: 9, isMuted: true });
  }
  return document.toBuffer();
}

function writeCustomer(document: PdfDocument, invoice: Invoice): void {
  const { customer_name, customer_email, customer_address: address, customer_tax_ids } = invoice;
  document.space(14);
  document.row("Bill to", "", { size: 9, isMuted: true });
  document.row(customer_name ?? customer_email ?? String(invoice.customer ?? ""), "", { isBold: true });
  const place = [address?.postal_code, address?.city, address?.state].filter(Boolean).join(" ");
  const country = address?.country && countryName(address.country);
  for (const line of [customer_name && customer_email, address?.line1, address?.line2, place, country])
    if (line) document.row(line);
  for (const { value } of customer_tax_ids ?? []) if (value) document.row(`Tax ID ${value}`);
}

function writeLines(document: PdfDocument, invoice: Invoice): void {
  document.space(16);
  document.row("Description", "Amount", { size: 9, isMuted: true });
  document.rule();
  for (const line of invoice.lines.data) {
    document.space(2);
    document.row(line.description ?? "", formatAmount(line.amount, invoice.currency));
    document.row(describePeriod(line.period), "", { size: 8, isMuted: true });
  }
  document.rule();
}

function writeTotals(document: PdfDocument, invoice: Invoice): void {
  const money = (amount: number) => formatAmount(amount, invoice.currency);
  const discount = (invoice.total_discount_amounts ?? []).reduce((sum, part) => sum + part.amount, 0);
  document.space(2);
  document.row("Subtotal", money(invoice.subtotal));
  if (discount) document.row("Discount", money(-discount));
  for (const [words, amount] of taxes(invoice)) document.row(words, money(amount));
  document.row("Total", money(invoice.total), { isBold: true });
  if (invoice.amount_paid) document.row("Paid", money(invoice.amount_paid));
  const owed = invoice.status === "void" ? 0 : invoice.amount_remaining;
  document.row("Amount due", money(owed), { size: 12, isBold: true });
}

/** What tax comes to, apart for what is on top of the prices and what is within them. */
function taxes(invoice: Invoice): [string, number][] {
  const sums = { exclusive: 0, inclusive: 0 };
  for (const { tax_behavior, amount } of invoice.total_taxes ?? [])
    sums[tax_behavior === "inclusive" ? "inclusive" : "exclusive"] += amount;
  const rows: [string, number][] = [
    ["Tax", sums.exclusive],
    ["Tax, within the prices", sums.inclusive],
  ];
  return rows.filter(([, amount]) => amount !== 0);
}
