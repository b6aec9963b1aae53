import { invalidRequest } from "../../http/stripe-error";
import type { Invoice, InvoiceItem, InvoiceLine } from "../../state/records";
import type { World } from "../../world";
import { computeTotals } from "../invoice/compute-totals";
import { toLine } from "../invoice/draft-invoice";
import { getInvoice } from "../invoice/find-invoice";
import { toLineDraft } from "./invoice-items";
import { itemOfLine } from "./item-of-line";

/** @throws invoice_not_editable unless the invoice is a draft: what was issued is changed by credit notes only */
export function checkIsDraft(invoice: Invoice): void {
  if (invoice.status === "draft") return;
  throw invalidRequest(
    "This invoice is no longer editable: only drafts are.",
    undefined,
    "invoice_not_editable",
  );
}

/** Puts a draft's changed lines in place and computes it anew. */
export function putLines(world: World, before: Invoice, data: InvoiceLine[]): Invoice {
  const after = computeTotals(world, { ...before, lines: { ...before.lines, data } });
  world.state.invoices.put(after);
  world.emit("invoice.updated", after, before);
  return after;
}

/** An item that names a draft is on it at once, before the lines that are there. @throws invoice_not_editable */
export function addToDraft(world: World, item: InvoiceItem): void {
  if (!item.invoice) return;
  const invoice = getInvoice(world, item.invoice, "invoice");
  checkIsDraft(invoice);
  const line = toLine(world, invoice.id, invoice.currency, toLineDraft(world, item));
  putLines(world, invoice, [line, ...invoice.lines.data]);
}

/** A changed item's line says what the item says now, under its own id. */
export function refreshLine(world: World, item: InvoiceItem): void {
  if (!item.invoice) return;
  const invoice = getInvoice(world, item.invoice);
  const data = invoice.lines.data.map((line) =>
    itemOfLine(line) === item.id
      ? { ...toLine(world, invoice.id, invoice.currency, toLineDraft(world, item)), id: line.id }
      : line,
  );
  putLines(world, invoice, data);
}

/** The item leaves its draft; the line goes with it. */
export function takeOffDraft(world: World, item: InvoiceItem): void {
  if (!item.invoice) return;
  const invoice = getInvoice(world, item.invoice);
  checkIsDraft(invoice);
  putLines(
    world,
    invoice,
    invoice.lines.data.filter((line) => itemOfLine(line) !== item.id),
  );
}
