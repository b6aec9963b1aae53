import type { Stripe } from "stripe";
import { listPage, listPageOf } from "../../http/list-page";
import { listOperation, operation } from "../../http/operation";
import { searchOperation } from "../../http/search";
import { invalidRequest, noSuch } from "../../http/stripe-error";
import { mergeMetadata, newMetadata } from "../../state/metadata";
import { textOr } from "../../state/params";
import type { Invoice } from "../../state/records";
import type { World } from "../../world";
import { getCustomer } from "../customer/find-customer";
import { redeemDiscounts } from "../discount/redeem-discount";
import { pendingLines } from "../invoice-item/invoice-items";
import { getPaymentIntent } from "../payment-intent/operations";
import { getSubscription } from "../subscription/find-subscription";
import { markUncollectible, voidInvoice } from "./close-invoice";
import { computeTotals } from "./compute-totals";
import { draftInvoice } from "./draft-invoice";
import { finalizeInvoice } from "./finalize-invoice";
import { getInvoice } from "./find-invoice";
import { markInvoicePaid } from "./mark-invoice-paid";
import { payInvoice } from "./pay-invoice";
import { PREVIEW_PARAMS, previewInvoice } from "./preview-invoice";

function createInvoice(world: World, params: Stripe.InvoiceCreateParams): Invoice {
  const subscription = params.subscription
    ? getSubscription(world, params.subscription, "subscription")
    : null;
  const customer = getCustomer(world, params.customer ?? subscription?.customer ?? "", "customer");
  const currency = (params.currency ?? subscription?.currency ?? customer.currency ?? "usd").toLowerCase();
  const includes =
    (params.pending_invoice_items_behavior ?? (subscription ? "include" : "exclude")) === "include";
  const now = world.nowOf(customer.id);
  return draftInvoice(world, {
    customer: customer.id,
    currency,
    billingReason: subscription ? "subscription_update" : "manual",
    subscription,
    lines: includes ? pendingLines(world, customer.id, currency, subscription?.id ?? null) : [],
    period: { start: now, end: now },
    autoAdvance: params.auto_advance ?? false,
    collectionMethod: params.collection_method ?? "charge_automatically",
    daysUntilDue: params.days_until_due ?? null,
    dueDate: params.due_date ?? null,
    ...(params.automatic_tax ? { automaticTax: params.automatic_tax.enabled } : {}),
    discounts: redeemDiscounts(world, params.discounts || [], { customer: customer.id }),
    description: params.description ?? null,
    footer: params.footer ?? null,
    metadata: newMetadata(params.metadata),
    defaultPaymentMethod: params.default_payment_method ?? null,
    ...(params.number ? { number: params.number } : {}),
  });
}

function updateInvoice(world: World, id: string, params: Stripe.InvoiceUpdateParams): Invoice {
  const before = getInvoice(world, id);
  const frozen = ["description", "discounts", "due_date", "footer", "automatic_tax"] as const;
  const touched = frozen.find((name) => params[name] !== undefined);
  if (before.status !== "draft" && touched)
    throw invalidRequest(
      `Finalized invoices can't be updated in this way: ${touched}`,
      touched,
      "invoice_not_editable",
    );
  const changed: Invoice = {
    ...before,
    auto_advance: params.auto_advance ?? before.auto_advance ?? false,
    automatically_finalizes_at:
      before.status === "draft" && params.auto_advance !== undefined
        ? params.auto_advance
          ? world.nowOf(before.customer) + world.settings.finalizeAfterSeconds
          : null
        : before.automatically_finalizes_at,
    ...(params.automatic_tax
      ? { automatic_tax: { ...before.automatic_tax, enabled: params.automatic_tax.enabled } }
      : {}),
    collection_method: params.collection_method ?? before.collection_method,
    default_payment_method: textOr(params.default_payment_method, before.default_payment_method),
    description: textOr(params.description, before.description),
    discounts:
      params.discounts === undefined
        ? before.discounts
        : redeemDiscounts(world, params.discounts || [], { customer: before.customer, invoice: id }),
    due_date: params.due_date ?? before.due_date,
    footer: textOr(params.footer, before.footer),
    metadata: mergeMetadata(before.metadata ?? {}, params.metadata),
  };
  const after = world.state.invoices.put(before.status === "draft" ? computeTotals(world, changed) : changed);
  world.emit("invoice.updated", after, before);
  return after;
}

export const invoiceOperations = [
  operation<Stripe.InvoiceCreateParams>(
    "POST",
    "/v1/invoices",
    [
      "auto_advance",
      "automatic_tax",
      "collection_method",
      "currency",
      "customer",
      "days_until_due",
      "default_payment_method",
      "description",
      "discounts",
      "due_date",
      "footer",
      "metadata",
      "number",
      "pending_invoice_items_behavior",
      "subscription",
    ],
    ({ world, params }) => createInvoice(world, params),
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
    [
      "auto_advance",
      "automatic_tax",
      "collection_method",
      "default_payment_method",
      "description",
      "discounts",
      "due_date",
      "footer",
      "metadata",
    ],
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
