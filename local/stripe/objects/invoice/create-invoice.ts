import type { Stripe } from "stripe";
import { invalidRequest } from "../../http/stripe-error";
import { mergeMetadata, newMetadata } from "../../state/metadata";
import { textOr } from "../../state/params";
import type { Invoice } from "../../state/records";
import type { World } from "../../world";
import { getCustomer } from "../customer/find-customer";
import { redeemDiscounts } from "../discount/redeem-discount";
import { pendingLines } from "../invoice-item/invoice-items";
import { getSubscription } from "../subscription/find-subscription";
import { readTaxRates } from "../subscription/read-tax-rates";
import { computeTotals } from "./compute-totals";
import { draftInvoice } from "./draft-invoice";
import { getInvoice } from "./find-invoice";
import { draftRevision } from "./revise-invoice";

export const CREATE_INVOICE_PARAMS = [
  "auto_advance",
  "automatic_tax",
  "automatically_finalizes_at",
  "collection_method",
  "currency",
  "custom_fields",
  "customer",
  "days_until_due",
  "default_payment_method",
  "default_tax_rates",
  "description",
  "discounts",
  "due_date",
  "effective_at",
  "footer",
  "from_invoice",
  "metadata",
  "number",
  "pending_invoice_items_behavior",
  "rendering",
  "statement_descriptor",
  "subscription",
] as const satisfies readonly (keyof Stripe.InvoiceCreateParams)[];

export const UPDATE_INVOICE_PARAMS = [
  "auto_advance",
  "automatic_tax",
  "automatically_finalizes_at",
  "collection_method",
  "custom_fields",
  "days_until_due",
  "default_payment_method",
  "default_tax_rates",
  "description",
  "discounts",
  "due_date",
  "effective_at",
  "footer",
  "metadata",
  "number",
  "rendering",
  "statement_descriptor",
] as const satisfies readonly (keyof Stripe.InvoiceUpdateParams)[];

/** What of an issued invoice may still change (https://docs.stripe.com/api/invoices/update). */
const ALWAYS_EDITABLE = new Set(["auto_advance", "collection_method", "default_payment_method", "metadata"]);

const DAY = 86_400;

/** A draft by hand, or one that revises another invoice. */
export function createInvoice(world: World, params: Stripe.InvoiceCreateParams): Invoice {
  if (params.from_invoice) return draftRevision(world, params.from_invoice.invoice, params);
  const subscription = params.subscription
    ? getSubscription(world, params.subscription, "subscription")
    : null;
  const customer = getCustomer(world, params.customer ?? subscription?.customer ?? "", "customer");
  const currency = (params.currency ?? subscription?.currency ?? customer.currency ?? "usd").toLowerCase();
  const includes =
    (params.pending_invoice_items_behavior ?? (subscription ? "include" : "exclude")) === "include";
  const now = world.nowOf(customer.id);
  checkDueDate(params, params.collection_method);
  const draft = draftInvoice(world, {
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
    ...(params.default_tax_rates ? { defaultTaxRates: readTaxRates(world, params.default_tax_rates) } : {}),
    discounts: redeemDiscounts(world, params.discounts || [], { customer: customer.id }),
    description: params.description ?? null,
    footer: params.footer ?? null,
    metadata: newMetadata(params.metadata),
    defaultPaymentMethod: params.default_payment_method ?? null,
    ...(params.number ? { number: params.number } : {}),
    looks: readLooks(params),
    ...(params.automatically_finalizes_at
      ? { automaticallyFinalizesAt: params.automatically_finalizes_at }
      : {}),
  });
  return draft;
}

/** @throws invoice_not_editable for what is frozen once the invoice is issued */
export function updateInvoice(world: World, id: string, params: Stripe.InvoiceUpdateParams): Invoice {
  const before = getInvoice(world, id);
  const isDraft = before.status === "draft";
  const frozen = Object.keys(params).find((name) => !ALWAYS_EDITABLE.has(name));
  if (!isDraft && frozen)
    throw invalidRequest(
      `Finalized invoices can't be updated in this way: ${frozen}`,
      frozen,
      "invoice_not_editable",
    );
  checkDueDate(params, params.collection_method ?? before.collection_method);
  const now = world.nowOf(before.customer);
  const changed: Invoice = {
    ...before,
    ...readLooks(params),
    ...(params.auto_advance === undefined
      ? {}
      : {
          auto_advance: params.auto_advance,
          ...(isDraft
            ? {
                automatically_finalizes_at: params.auto_advance
                  ? now + world.settings.finalizeAfterSeconds
                  : null,
              }
            : {}),
        }),
    ...(params.automatically_finalizes_at
      ? { automatically_finalizes_at: params.automatically_finalizes_at }
      : {}),
    ...(params.automatic_tax
      ? { automatic_tax: { ...before.automatic_tax, enabled: params.automatic_tax.enabled } }
      : {}),
    collection_method: params.collection_method ?? before.collection_method,
    default_payment_method: textOr(params.default_payment_method, before.default_payment_method),
    default_tax_rates:
      params.default_tax_rates === undefined
        ? before.default_tax_rates
        : readTaxRates(world, params.default_tax_rates || []),
    description: textOr(params.description, before.description),
    discounts:
      params.discounts === undefined
        ? before.discounts
        : redeemDiscounts(world, params.discounts || [], { customer: before.customer, invoice: id }),
    due_date:
      params.due_date ??
      (params.days_until_due === undefined ? before.due_date : now + params.days_until_due * DAY),
    footer: textOr(params.footer, before.footer),
    number: textOr(params.number, before.number),
    metadata: mergeMetadata(before.metadata ?? {}, params.metadata),
  };
  const after = world.state.invoices.put(isDraft ? computeTotals(world, changed) : changed);
  world.emit("invoice.updated", after, before);
  return after;
}

/** Only an invoice that is sent has a day on which it is due (https://docs.stripe.com/api/invoices/create). */
function checkDueDate(
  params: { due_date?: number; days_until_due?: number },
  method: string | undefined,
): void {
  const given = (["due_date", "days_until_due"] as const).find((name) => params[name] !== undefined);
  if (given && method !== "send_invoice")
    throw invalidRequest(`You can only set ${given} if collection_method is send_invoice.`, given);
}

/** What is printed and changes no amount. */
function readLooks(
  params: Pick<
    Stripe.InvoiceUpdateParams,
    "custom_fields" | "effective_at" | "rendering" | "statement_descriptor"
  >,
): Partial<Invoice> {
  const { rendering } = params;
  return {
    ...(params.custom_fields === undefined ? {} : { custom_fields: params.custom_fields || null }),
    ...(params.effective_at === undefined ? {} : { effective_at: params.effective_at || null }),
    ...(params.statement_descriptor === undefined
      ? {}
      : { statement_descriptor: params.statement_descriptor || null }),
    ...(rendering === undefined
      ? {}
      : {
          rendering: {
            amount_tax_display: rendering.amount_tax_display || null,
            pdf: rendering.pdf ? { page_size: rendering.pdf.page_size ?? "auto" } : null,
            template: rendering.template ?? null,
            template_version: rendering.template_version || null,
          },
        }),
  };
}
