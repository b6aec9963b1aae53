import type { Stripe } from "stripe";
import { invalidRequest } from "../../http/stripe-error";
import { newMetadata } from "../../state/metadata";
import type { Invoice } from "../../state/records";
import type { World } from "../../world";
import { createInvoiceItem } from "../invoice-item/invoice-items";
import { addToDraft } from "../invoice-item/item-lines";
import { voidInvoice } from "./close-invoice";
import { draftInvoice } from "./draft-invoice";
import { getInvoice } from "./find-invoice";

/**
 * A draft with the lines of an issued invoice, to be corrected. When it is issued it takes that one's place
 * (https://docs.stripe.com/invoicing/invoice-revisions).
 *
 * @throws unless the invoice is open, was made by hand, and has no other revision
 */
export function draftRevision(world: World, id: string, params: Stripe.InvoiceCreateParams): Invoice {
  const original = getInvoice(world, id, "from_invoice[invoice]");
  const at = "from_invoice[invoice]";
  if (original.status !== "open" && original.status !== "uncollectible")
    throw invalidRequest(`You can't revise an invoice with a status of ${original.status}.`, at);
  if (original.parent) throw invalidRequest("You can't revise an invoice of a subscription.", at);
  if (original.amount_paid > 0) throw invalidRequest("You can't revise an invoice with payments.", at);
  if (original.latest_revision)
    throw invalidRequest(`This invoice was revised already, by ${original.latest_revision}.`, at);
  const now = world.nowOf(original.customer);
  const draft = draftInvoice(world, {
    customer: original.customer ?? "",
    currency: original.currency,
    billingReason: "manual",
    lines: [],
    period: { start: now, end: now },
    autoAdvance: params.auto_advance ?? false,
    collectionMethod: original.collection_method,
    dueDate: original.due_date,
    automaticTax: original.automatic_tax.enabled,
    defaultTaxRates: original.default_tax_rates,
    discounts: original.discounts,
    description: params.description ?? original.description,
    footer: original.footer,
    metadata: { ...original.metadata, ...newMetadata(params.metadata) },
    looks: {
      custom_fields: original.custom_fields,
      from_invoice: { action: "revision", invoice: original.id },
      rendering: original.rendering,
    },
  });
  // the last first: each is put before what is there
  for (const line of original.lines.data.toReversed())
    addToDraft(
      world,
      createInvoiceItem(world, {
        customer: original.customer ?? "",
        currency: original.currency,
        invoice: draft.id,
        ...(line.pricing?.price_details
          ? { pricing: { price: line.pricing.price_details.price }, quantity: line.quantity ?? 1 }
          : { amount: line.amount }),
        description: line.description ?? "",
        discountable: line.discountable,
        discounts: line.discounts.map((discount) => ({ discount })),
        metadata: line.metadata,
        period: line.period,
      }),
    );
  return getInvoice(world, draft.id);
}

/** A revision that was issued voids what it revises and is named there. */
export function replaceRevised(world: World, revision: Invoice): void {
  const id = revision.from_invoice?.invoice;
  if (!id) return;
  world.state.invoices.patch(id, { latest_revision: revision.id });
  voidInvoice(world, id);
}
