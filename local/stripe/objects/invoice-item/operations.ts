import type { Stripe } from "stripe";
import { listPage } from "../../http/list-page";
import { listOperation, operation } from "../../http/operation";
import { invalidRequest, noSuch } from "../../http/stripe-error";
import { mergeMetadata } from "../../state/metadata";
import type { InvoiceItem } from "../../state/records";
import type { World } from "../../world";
import { computeTotals } from "../invoice/compute-totals";
import { toLine } from "../invoice/draft-invoice";
import { getInvoice } from "../invoice/find-invoice";
import { CREATE_INVOICE_ITEM_PARAMS, createInvoiceItem, toLineDraft } from "./invoice-items";

function getItem(world: World, id: string): InvoiceItem {
  const item = world.state.invoiceItems.find(id);
  if (!item) throw noSuch("invoiceitem", id);
  return item;
}

function checkIsPending(world: World, item: InvoiceItem): void {
  const invoice = item.invoice ? world.state.invoices.find(item.invoice) : undefined;
  if (invoice && invoice.status !== "draft")
    throw invalidRequest(
      "This invoice item is attached to an invoice that is no longer editable.",
      undefined,
      "invoice_not_editable",
    );
}

/** An item that names a draft is on it at once. */
function addToDraft(world: World, item: InvoiceItem): void {
  if (!item.invoice) return;
  const invoice = getInvoice(world, item.invoice, "invoice");
  checkIsPending(world, item);
  const line = toLine(world, invoice.id, invoice.currency, toLineDraft(world, item));
  const changed = computeTotals(world, {
    ...invoice,
    lines: { ...invoice.lines, data: [line, ...invoice.lines.data] },
  });
  world.state.invoices.put(changed);
  world.emit("invoice.updated", changed, invoice);
}

export const invoiceItemOperations = [
  operation<Stripe.InvoiceItemCreateParams>(
    "POST",
    "/v1/invoiceitems",
    CREATE_INVOICE_ITEM_PARAMS,
    ({ world, params }) => {
      const item = createInvoiceItem(world, params);
      addToDraft(world, item);
      return item;
    },
  ),
  listOperation<Stripe.InvoiceItemListParams>(
    "/v1/invoiceitems",
    ["customer", "invoice", "pending"],
    ({ world, params }) =>
      listPage(world.state.invoiceItems, params, {
        url: "/v1/invoiceitems",
        by: params.invoice
          ? { index: "invoice", key: params.invoice }
          : params.customer
            ? { index: "customer", key: params.customer }
            : undefined,
        where: (item) =>
          (!params.customer || item.customer === params.customer) &&
          (params.pending === undefined || (item.invoice === null) === params.pending),
      }),
  ),
  operation("GET", "/v1/invoiceitems/{id}", [], ({ world, id }) => getItem(world, id)),
  operation<Stripe.InvoiceItemUpdateParams>(
    "POST",
    "/v1/invoiceitems/{id}",
    ["amount", "description", "discountable", "metadata"],
    ({ world, params, id }) => {
      const before = getItem(world, id);
      if (before.invoice)
        throw invalidRequest(
          "The local Stripe only changes invoice items that are still pending.",
          undefined,
          "local_stripe_unsupported",
        );
      return world.state.invoiceItems.put({
        ...before,
        amount: params.amount ?? before.amount,
        net_amount: params.amount ?? before.net_amount ?? before.amount,
        description: params.description ?? before.description,
        discountable: params.discountable ?? before.discountable,
        metadata: mergeMetadata(before.metadata ?? {}, params.metadata),
      });
    },
  ),
  operation("DELETE", "/v1/invoiceitems/{id}", [], ({ world, id }) => {
    const item = getItem(world, id);
    checkIsPending(world, item);
    if (item.invoice) {
      const invoice = getInvoice(world, item.invoice);
      const data = invoice.lines.data.filter(
        (line) => line.parent?.invoice_item_details?.invoice_item !== id,
      );
      world.state.invoices.put(computeTotals(world, { ...invoice, lines: { ...invoice.lines, data } }));
    }
    world.state.invoiceItems.delete(id);
    world.emit("invoiceitem.deleted", item);
    return { id, object: "invoiceitem", deleted: true };
  }),
];
