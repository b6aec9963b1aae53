import type { Stripe } from "stripe";
import { listPage, listPageOf } from "../../http/list-page";
import { listOperation, operation } from "../../http/operation";
import { searchOperation } from "../../http/search";
import { invalidRequest, missingParam, noSuch } from "../../http/stripe-error";
import { getPaymentIntent } from "../payment-intent/operations";
import { attachPayment } from "./attach-payment";
import { markUncollectible, voidInvoice } from "./close-invoice";
import { CREATE_INVOICE_PARAMS, createInvoice, UPDATE_INVOICE_PARAMS, updateInvoice } from "./create-invoice";
import { addLines, getLine, removeLines, updateLines } from "./edit-lines";
import { finalizeInvoice } from "./finalize-invoice";
import { getInvoice } from "./find-invoice";
import { markInvoicePaid } from "./mark-invoice-paid";
import { payInvoice } from "./pay-invoice";
import { PREVIEW_PARAMS, previewInvoice } from "./preview-invoice";

export const invoiceOperations = [
  operation<Stripe.InvoiceCreateParams>("POST", "/v1/invoices", CREATE_INVOICE_PARAMS, ({ world, params }) =>
    createInvoice(world, params),
  ),
  listOperation<Stripe.InvoiceListParams>(
    "/v1/invoices",
    ["customer", "subscription", "status", "collection_method"],
    ({ world, params }) =>
      listPage(world.state.invoices, params, {
        url: "/v1/invoices",
        by: params.subscription
          ? { index: "subscription", key: params.subscription }
          : params.customer
            ? { index: "customer", key: params.customer }
            : undefined,
        where: (invoice) =>
          (!params.customer || invoice.customer === params.customer) &&
          (!params.status || invoice.status === params.status) &&
          (!params.collection_method || invoice.collection_method === params.collection_method),
      }),
  ),
  operation<Stripe.InvoiceCreatePreviewParams>(
    "POST",
    "/v1/invoices/create_preview",
    PREVIEW_PARAMS,
    ({ world, params }) => previewInvoice(world, params),
  ),
  searchOperation("/v1/invoices/search", (world) => world.state.invoices, [
    "customer",
    "number",
    "status",
    "subscription",
    "total",
  ]),
  operation("GET", "/v1/invoices/{id}", [], ({ world, id }) => getInvoice(world, id)),
  operation<Stripe.InvoiceUpdateParams>(
    "POST",
    "/v1/invoices/{id}",
    UPDATE_INVOICE_PARAMS,
    ({ world, params, id }) => updateInvoice(world, id, params),
  ),
  operation("DELETE", "/v1/invoices/{id}", [], ({ world, id }) => {
    const invoice = getInvoice(world, id);
    if (invoice.status !== "draft" || invoice.parent)
      throw invalidRequest(
        "You can only delete draft invoices that do not belong to a subscription.",
        undefined,
        "invoice_not_editable",
      );
    for (const item of world.state.invoiceItems.newestFirst({ index: "invoice", key: id }))
      world.state.invoiceItems.delete(item.id);
    world.state.invoices.delete(id);
    world.emit("invoice.deleted", invoice);
    return { id, object: "invoice", deleted: true };
  }),
  listOperation<Stripe.InvoiceListLineItemsParams>("/v1/invoices/{id}/lines", [], ({ world, params, id }) =>
    listPageOf(getInvoice(world, id).lines.data, params, `/v1/invoices/${id}/lines`),
  ),
  operation<Stripe.InvoiceFinalizeInvoiceParams>(
    "POST",
    "/v1/invoices/{id}/finalize",
    ["auto_advance"],
    ({ world, params, id }) => {
      if (params.auto_advance !== undefined)
        world.state.invoices.patch(getInvoice(world, id).id, { auto_advance: params.auto_advance });
      const invoice = finalizeInvoice(world, id);
      // Stripe collects a hand-finalised invoice that advances within the hour
      if (
        invoice.status === "open" &&
        invoice.auto_advance &&
        invoice.collection_method === "charge_automatically"
      )
        return world.state.invoices.patch(id, {
          next_payment_attempt: world.nowOf(invoice.customer) + world.settings.finalizeAfterSeconds,
        });
      return invoice;
    },
  ),
  operation<Stripe.InvoicePayParams>(
    "POST",
    "/v1/invoices/{id}/pay",
    ["payment_method", "paid_out_of_band", "off_session", "forgive"],
    ({ world, params, id }) => {
      const draft = getInvoice(world, id);
      if (draft.status === "draft") finalizeInvoice(world, id);
      const open = getInvoice(world, id);
      if (open.status === "paid" && draft.status === "draft") return open;
      if (params.paid_out_of_band) return markInvoicePaid(world, id, { outOfBand: true });
      return payInvoice(world, id, params);
    },
  ),
  operation("POST", "/v1/invoices/{id}/send", [], ({ world, id }) => {
    const invoice = getInvoice(world, id);
    const open = invoice.status === "draft" ? finalizeInvoice(world, id) : invoice;
    world.emit("invoice.sent", open);
    return open;
  }),
  operation<Stripe.InvoiceAttachPaymentParams>(
    "POST",
    "/v1/invoices/{id}/attach_payment",
    ["payment_intent"],
    ({ world, params, id }) => {
      if (!params.payment_intent) throw missingParam("payment_intent");
      return attachPayment(world, id, params.payment_intent);
    },
  ),
  operation<Stripe.InvoiceAddLinesParams>(
    "POST",
    "/v1/invoices/{id}/add_lines",
    ["lines", "invoice_metadata"],
    ({ world, params, id }) => addLines(world, id, params),
  ),
  operation<Stripe.InvoiceUpdateLinesParams>(
    "POST",
    "/v1/invoices/{id}/update_lines",
    ["lines", "invoice_metadata"],
    ({ world, params, id }) => updateLines(world, id, params.lines, params.invoice_metadata),
  ),
  operation<Stripe.InvoiceRemoveLinesParams>(
    "POST",
    "/v1/invoices/{id}/remove_lines",
    ["lines", "invoice_metadata"],
    ({ world, params, id }) => removeLines(world, id, params),
  ),
  operation<Stripe.InvoiceUpdateLineItemParams>(
    "POST",
    "/v1/invoices/{invoiceId}/lines/{id}",
    [
      "amount",
      "description",
      "discountable",
      "discounts",
      "metadata",
      "period",
      "price_data",
      "pricing",
      "quantity",
      "tax_rates",
    ],
    ({ world, params, id, ids }) => {
      const [invoice = ""] = ids;
      updateLines(world, invoice, [{ ...params, id }]);
      return getLine(world, invoice, id);
    },
  ),
  operation("POST", "/v1/invoices/{id}/void", [], ({ world, id }) => voidInvoice(world, id)),
  operation("POST", "/v1/invoices/{id}/mark_uncollectible", [], ({ world, id }) =>
    markUncollectible(world, id),
  ),
  listOperation<Stripe.InvoicePaymentListParams>(
    "/v1/invoice_payments",
    ["invoice", "payment", "status"],
    ({ world, params }) => {
      const intent = params.payment?.payment_intent;
      if (intent) getPaymentIntent(world, intent, "payment[payment_intent]");
      return listPage(world.state.invoicePayments, params, {
        url: "/v1/invoice_payments",
        by: intent
          ? { index: "payment_intent", key: intent }
          : params.invoice
            ? { index: "invoice", key: params.invoice }
            : undefined,
        where: (payment) =>
          (!params.invoice || payment.invoice === params.invoice) &&
          (!params.status || payment.status === params.status),
      });
    },
  ),
  operation("GET", "/v1/invoice_payments/{id}", [], ({ world, id }) => {
    const payment = world.state.invoicePayments.find(id);
    if (!payment) throw noSuch("invoice payment", id);
    return payment;
  }),
];
