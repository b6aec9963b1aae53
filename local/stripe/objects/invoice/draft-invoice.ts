import type { Invoice, InvoiceLine, Subscription } from "../../state/records";
import type { World } from "../../world";
import { getCustomer } from "../customer/find-customer";
import { computeTotals } from "./compute-totals";
import type { LineDraft } from "./line-draft";

export interface InvoiceDraft {
  customer: string;
  currency: string;
  billingReason: NonNullable<Invoice["billing_reason"]>;
  subscription?: Subscription | null;
  lines: LineDraft[];
  period: { start: number; end: number };
  autoAdvance: boolean;
  collectionMethod?: Invoice["collection_method"];
  daysUntilDue?: number | null;
  dueDate?: number | null;
  automaticTax?: boolean;
  discounts?: string[];
  description?: string | null;
  footer?: string | null;
  metadata?: Record<string, string>;
  defaultPaymentMethod?: string | null;
  prorationDate?: number;
  number?: string;
  /** Manual rates; a subscription's own when absent. */
  defaultTaxRates?: Invoice["default_tax_rates"];
  automaticallyFinalizesAt?: number;
  /** What is printed and changes no amount, and where a revision comes from. */
  looks?: Partial<Invoice>;
}

/** Writes a draft with its lines and totals, and says `invoice.created`. */
export function draftInvoice(world: World, draft: InvoiceDraft): Invoice {
  const customer = getCustomer(world, draft.customer, "customer");
  const subscription = draft.subscription ?? null;
  const id = world.newId("in");
  const now = world.nowOf(customer.id);
  const taxIds = [...world.state.taxIds.newestFirst({ index: "customer", key: customer.id })];
  const invoice: Invoice = {
    id,
    object: "invoice",
    account_country: world.settings.account.country,
    account_name: world.settings.account.name,
    account_tax_ids: null,
    amount_due: 0,
    amount_overpaid: 0,
    amount_paid: 0,
    amount_remaining: 0,
    amount_shipping: 0,
    application: null,
    attempt_count: 0,
    attempted: false,
    auto_advance: draft.autoAdvance,
    automatic_tax: {
      disabled_reason: null,
      enabled: draft.automaticTax ?? subscription?.automatic_tax.enabled ?? false,
      liability: (draft.automaticTax ?? subscription?.automatic_tax.enabled) ? { type: "self" } : null,
      provider: null,
      status: null,
    },
    automatically_finalizes_at:
      draft.automaticallyFinalizesAt ??
      (draft.autoAdvance ? now + world.settings.finalizeAfterSeconds : null),
    billing_reason: draft.billingReason,
    collection_method: draft.collectionMethod ?? subscription?.collection_method ?? "charge_automatically",
    created: now,
    currency: draft.currency,
    custom_fields: customer.invoice_settings.custom_fields,
    customer: customer.id,
    customer_account: null,
    customer_address: customer.address ?? null,
    customer_email: customer.email,
    customer_name: customer.name ?? null,
    customer_phone: customer.phone ?? null,
    customer_shipping: customer.shipping,
    customer_tax_exempt: customer.tax_exempt ?? "none",
    customer_tax_ids: taxIds.map((taxId) => ({ type: taxId.type, value: taxId.value })),
    default_payment_method: draft.defaultPaymentMethod ?? null,
    default_source: null,
    default_tax_rates: draft.defaultTaxRates ?? subscription?.default_tax_rates ?? [],
    description: draft.description ?? subscription?.description ?? null,
    discounts: draft.discounts ?? [],
    due_date: draft.dueDate ?? null,
    effective_at: null,
    ending_balance: null,
    footer: draft.footer ?? customer.invoice_settings.footer,
    from_invoice: null,
    hosted_invoice_url: null,
    invoice_pdf: null,
    issuer: { type: "self" },
    last_finalization_error: null,
    latest_revision: null,
    lines: {
      object: "list",
      data: draft.lines.map((line) => toLine(world, id, draft.currency, line)),
      has_more: false,
      url: `/v1/invoices/${id}/lines`,
    },
    livemode: false,
    metadata: draft.metadata ?? {},
    next_payment_attempt: null,
    number: draft.number ?? null,
    on_behalf_of: null,
    parent: subscription
      ? {
          quote_details: null,
          subscription_details: {
            metadata: subscription.metadata,
            subscription: subscription.id,
            ...(draft.prorationDate === undefined
              ? {}
              : { subscription_proration_date: draft.prorationDate }),
          },
          type: "subscription_details",
        }
      : null,
    payment_settings: {
      default_mandate: null,
      payment_method_options: null,
      payment_method_types: null,
    },
    period_end: draft.period.end,
    period_start: draft.period.start,
    post_payment_credit_notes_amount: 0,
    pre_payment_credit_notes_amount: 0,
    receipt_number: null,
    rendering: null,
    shipping_cost: null,
    shipping_details: null,
    starting_balance: 0,
    statement_descriptor: null,
    status: "draft",
    status_transitions: { finalized_at: null, marked_uncollectible_at: null, paid_at: null, voided_at: null },
    subtotal: 0,
    subtotal_excluding_tax: null,
    test_clock: customer.test_clock ?? null,
    total: 0,
    total_discount_amounts: [],
    total_excluding_tax: null,
    total_pretax_credit_amounts: [],
    total_taxes: [],
    webhooks_delivered_at: now,
    ...draft.looks,
  };
  const withDue = draft.daysUntilDue ? { ...invoice, due_date: now + draft.daysUntilDue * 86_400 } : invoice;
  const totalled = computeTotals(world, withDue);
  world.state.invoices.put(totalled);
  for (const line of draft.lines)
    if (line.invoiceItem) world.state.invoiceItems.patch(line.invoiceItem, { invoice: id });
  world.emit("invoice.created", totalled);
  return totalled;
}

export function toLine(world: World, invoice: string, currency: string, draft: LineDraft): InvoiceLine {
  return {
    id: world.newId("il"),
    object: "line_item",
    amount: draft.amount,
    currency,
    description: draft.description,
    discount_amounts: [],
    discountable: draft.discountable,
    discounts: draft.discounts,
    invoice,
    livemode: false,
    metadata: draft.metadata,
    parent: draft.parent,
    period: draft.period,
    pretax_credit_amounts: [],
    pricing: draft.price
      ? {
          price_details: { price: draft.price.id, product: draft.price.product },
          type: "price_details",
          unit_amount_decimal: draft.unitAmountDecimal,
        }
      : null,
    quantity: draft.quantity,
    quantity_decimal: String(draft.quantity),
    subscription: draft.subscription,
    subtotal: draft.amount,
    taxes: [],
  };
}
