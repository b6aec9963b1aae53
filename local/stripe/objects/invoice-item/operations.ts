import type { Stripe } from "stripe";
import { listPage } from "../../http/list-page";
import { listOperation, operation } from "../../http/operation";
import { noSuch } from "../../http/stripe-error";
import type { InvoiceItem } from "../../state/records";
import type { World } from "../../world";
import { CREATE_INVOICE_ITEM_PARAMS, createInvoiceItem } from "./invoice-items";
import { addToDraft, takeOffDraft } from "./item-lines";
import { UPDATE_INVOICE_ITEM_PARAMS, updateInvoiceItem } from "./update-invoice-item";

function getItem(world: World, id: string): InvoiceItem {
  const item = world.state.invoiceItems.find(id);
  if (!item) throw noSuch("invoiceitem", id);
  return item;
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
    UPDATE_INVOICE_ITEM_PARAMS,
    ({ world, params, id }) => updateInvoiceItem(world, getItem(world, id), params),
  ),
  operation("DELETE", "/v1/invoiceitems/{id}", [], ({ world, id }) => {
    const item = getItem(world, id);
    takeOffDraft(world, item);
    world.state.invoiceItems.delete(id);
    world.emit("invoiceitem.deleted", item);
    return { id, object: "invoiceitem", deleted: true };
  }),
];
