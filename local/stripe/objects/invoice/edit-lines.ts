import type { Stripe } from "stripe";
import { invalidRequest, noSuch, notSupported } from "../../http/stripe-error";
import { mergeMetadata } from "../../state/metadata";
import type { Invoice, InvoiceLine } from "../../state/records";
import type { World } from "../../world";
import { redeemDiscounts } from "../discount/redeem-discount";
import { createInvoiceItem } from "../invoice-item/invoice-items";
import { addToDraft, checkIsDraft, putLines, takeOffDraft } from "../invoice-item/item-lines";
import { itemOfLine } from "../invoice-item/item-of-line";
import { updateInvoiceItem } from "../invoice-item/update-invoice-item";
import { getInvoice } from "./find-invoice";

type AddedLine = Stripe.InvoiceAddLinesParams.Line;
type LineChange = Stripe.InvoiceUpdateLineItemParams;

/**
 * Puts lines on a draft. Each is an invoice item, new or one that was waiting, so what can be said of items can be
 * said of them (https://docs.stripe.com/api/invoices/bulk_add_lines).
 */
export function addLines(world: World, id: string, params: Stripe.InvoiceAddLinesParams): Invoice {
  checkIsDraft(getInvoice(world, id));
  for (const [at, line] of params.lines.entries()) {
    refuseUnknown(line, `lines[${at}]`);
    if (line.invoice_item) assignItem(world, id, line.invoice_item, `lines[${at}][invoice_item]`);
    else addItem(world, id, line);
  }
  return withMetadata(world, id, params.invoice_metadata);
}

function addItem(world: World, id: string, line: AddedLine): void {
  const invoice = getInvoice(world, id);
  const {
    tax_amounts: _amounts,
    quantity_decimal: _decimal,
    invoice_item: _item,
    tax_rates,
    discounts,
    metadata,
    ...rest
  } = line;
  const item = createInvoiceItem(world, {
    ...rest,
    customer: invoice.customer ?? "",
    currency: invoice.currency,
    invoice: id,
    ...(discounts ? { discounts } : {}),
    ...(metadata ? { metadata } : {}),
    ...(tax_rates ? { tax_rates } : {}),
  });
  addToDraft(world, item);
}

function assignItem(world: World, id: string, itemId: string, at: string): void {
  const item = world.state.invoiceItems.find(itemId);
  const invoice = getInvoice(world, id);
  if (!item) throw noSuch("invoiceitem", itemId, at, 400);
  if (item.invoice || item.customer !== invoice.customer || item.currency !== invoice.currency)
    throw invalidRequest("The invoice item cannot be added to this invoice.", at);
  addToDraft(world, world.state.invoiceItems.patch(itemId, { invoice: id }));
}

/** Changes lines of a draft; what lies on an item, too, is changed there (https://docs.stripe.com/api/invoice-line-item/update). */
export function updateLines(
  world: World,
  id: string,
  changes: readonly (LineChange & { id: string })[],
  metadata?: Stripe.InvoiceUpdateLinesParams["invoice_metadata"],
): Invoice {
  checkIsDraft(getInvoice(world, id));
  for (const { id: line, ...change } of changes) updateLine(world, id, line, change);
  return withMetadata(world, id, metadata);
}

export function getLine(world: World, invoice: string, id: string): InvoiceLine {
  const line = getInvoice(world, invoice).lines.data.find((candidate) => candidate.id === id);
  if (!line) throw noSuch("line item", id);
  return line;
}

function updateLine(world: World, invoiceId: string, id: string, change: LineChange): void {
  refuseUnknown(change, "lines");
  const line = getLine(world, invoiceId, id);
  const item = world.state.invoiceItems.find(itemOfLine(line) ?? "");
  if (item) {
    updateInvoiceItem(world, item, change);
    return;
  }
  const costly = (["amount", "price_data", "pricing", "quantity", "tax_rates"] as const).find(
    (name) => change[name] !== undefined,
  );
  if (costly)
    throw invalidRequest(
      "The cost of a subscription's line is changed on the subscription.",
      costly,
      "invoice_not_editable",
    );
  const invoice = getInvoice(world, invoiceId);
  const changed: InvoiceLine = {
    ...line,
    description: change.description ?? line.description,
    discountable: change.discountable ?? line.discountable,
    discounts:
      change.discounts === undefined
        ? line.discounts
        : redeemDiscounts(world, change.discounts || [], { customer: invoice.customer, invoice: invoiceId }),
    metadata: mergeMetadata(line.metadata, change.metadata),
    period: change.period ?? line.period,
  };
  putLines(
    world,
    invoice,
    invoice.lines.data.map((candidate) => (candidate.id === id ? changed : candidate)),
  );
}

/** Takes lines off a draft: their items are deleted, or wait again for the next invoice. */
export function removeLines(world: World, id: string, params: Stripe.InvoiceRemoveLinesParams): Invoice {
  checkIsDraft(getInvoice(world, id));
  for (const [at, { id: lineId, behavior }] of params.lines.entries()) {
    const item = world.state.invoiceItems.find(itemOfLine(getLine(world, id, lineId)) ?? "");
    if (!item)
      throw invalidRequest(
        "A subscription's line cannot be removed.",
        `lines[${at}]`,
        "invoice_not_editable",
      );
    takeOffDraft(world, item);
    if (behavior === "unassign") {
      world.state.invoiceItems.patch(item.id, { invoice: null });
      continue;
    }
    world.state.invoiceItems.delete(item.id);
    world.emit("invoiceitem.deleted", item);
  }
  return withMetadata(world, id, params.invoice_metadata);
}

function withMetadata(
  world: World,
  id: string,
  metadata: Stripe.InvoiceAddLinesParams["invoice_metadata"],
): Invoice {
  const invoice = getInvoice(world, id);
  if (metadata === undefined) return invoice;
  const after = world.state.invoices.patch(id, { metadata: mergeMetadata(invoice.metadata ?? {}, metadata) });
  world.emit("invoice.updated", after, invoice);
  return after;
}

function refuseUnknown(line: Pick<LineChange, "tax_amounts" | "quantity_decimal">, at: string): void {
  if (line.tax_amounts) throw notSupported("tax amounts computed elsewhere", `${at}[tax_amounts]`);
  if (line.quantity_decimal) throw notSupported("fractional quantities", `${at}[quantity_decimal]`);
}
