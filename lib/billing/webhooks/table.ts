import type Stripe from "stripe";

/** What is done about an event. Everything that is not done has a reason, stored with the event. */
export type Handling =
  /** Refetch the customer that the event is about, and write what changed. */
  | { readonly kind: "sync" }
  /** Stored, and nothing else. */
  | { readonly kind: "ignore"; readonly reason: string };

const SYNC: Handling = { kind: "sync" };
const ignore = (reason: string): Handling => ({ kind: "ignore", reason });

const FROM_FILE =
  "the catalog file says what is sold; npm run catalog:sync --dry-run shows where the provider differs";
const NOT_YET_OURS = "a preview or draft object that is not mirrored";
const NO_EFFECT = "changes nothing that is mirrored";
const ATTEMPT = "an attempt in progress; what comes of it has an event of its own";

/** The kinds of object that billing is about; the compiler asks for a line for each of their event types. */
type CoveredKind =
  | "billing.alert"
  | "billing.credit_grant"
  | "billing.credit_balance_transaction"
  | "billing_portal"
  | "cash_balance"
  | "charge"
  | "checkout"
  | "coupon"
  | "credit_note"
  | "customer"
  | "customer_cash_balance_transaction"
  | "entitlements"
  | "invoice"
  | "invoice_payment"
  | "invoiceitem"
  | "mandate"
  | "payment_intent"
  | "payment_link"
  | "payment_method"
  | "plan"
  | "price"
  | "product"
  | "promotion_code"
  | "radar"
  | "refund"
  | "review"
  | "setup_intent"
  | "subscription_schedule"
  | "tax"
  | "tax_rate";
type CoveredType = Extract<Stripe.Event["type"], `${CoveredKind}.${string}`>;

/**
 * Every event type of subscriptions, invoices, payments, payment methods, customers, checkout, disputes,
 * refunds, credit notes, tax, prices and products, and what is done about it. A type that is not listed is
 * stored as ignored.
 */
export const handlings = {
  "customer.created": SYNC,
  "customer.updated": SYNC,
  "customer.deleted": SYNC,
  "customer.discount.created": SYNC,
  "customer.discount.updated": SYNC,
  "customer.discount.deleted": SYNC,
  "customer.source.created": SYNC,
  "customer.source.updated": SYNC,
  "customer.source.deleted": SYNC,
  "customer.source.expiring": ignore("the card's expiry is on its row already"),
  "customer.tax_id.created": SYNC,
  "customer.tax_id.updated": SYNC,
  "customer.tax_id.deleted": SYNC,
  "customer_cash_balance_transaction.created": ignore(NO_EFFECT),
  "cash_balance.funds_available": SYNC,

  "customer.subscription.created": SYNC,
  "customer.subscription.updated": SYNC,
  "customer.subscription.deleted": SYNC,
  "customer.subscription.paused": SYNC,
  "customer.subscription.resumed": SYNC,
  "customer.subscription.pending_update_applied": SYNC,
  "customer.subscription.pending_update_expired": SYNC,
  "customer.subscription.trial_will_end": SYNC,
  "subscription_schedule.aborted": SYNC,
  "subscription_schedule.canceled": SYNC,
  "subscription_schedule.completed": SYNC,
  "subscription_schedule.created": SYNC,
  "subscription_schedule.expiring": SYNC,
  "subscription_schedule.released": SYNC,
  "subscription_schedule.updated": SYNC,

  "invoice.created": SYNC,
  "invoice.deleted": SYNC,
  "invoice.finalized": SYNC,
  "invoice.finalization_failed": SYNC,
  "invoice.marked_uncollectible": SYNC,
  "invoice.overdue": SYNC,
  "invoice.overpaid": SYNC,
  "invoice.paid": SYNC,
  "invoice.payment_action_required": SYNC,
  "invoice.payment_attempt_required": SYNC,
  "invoice.payment_failed": SYNC,
  "invoice.payment_succeeded": SYNC,
  "invoice.sent": ignore(NO_EFFECT),
  "invoice.upcoming": ignore(NOT_YET_OURS),
  "invoice.updated": SYNC,
  "invoice.voided": SYNC,
  "invoice.will_be_due": ignore(NO_EFFECT),
  "invoice_payment.paid": SYNC,
  "invoiceitem.created": SYNC,
  "invoiceitem.deleted": SYNC,

  "charge.captured": SYNC,
  "charge.expired": SYNC,
  "charge.failed": SYNC,
  "charge.pending": ignore(ATTEMPT),
  "charge.refunded": SYNC,
  "charge.refund.updated": SYNC,
  "charge.succeeded": SYNC,
  "charge.updated": SYNC,
  "payment_intent.amount_capturable_updated": ignore(ATTEMPT),
  "payment_intent.canceled": SYNC,
  "payment_intent.created": ignore(ATTEMPT),
  "payment_intent.partially_funded": ignore(ATTEMPT),
  "payment_intent.payment_failed": SYNC,
  "payment_intent.processing": SYNC,
  "payment_intent.requires_action": ignore(ATTEMPT),
  "payment_intent.succeeded": SYNC,
  "setup_intent.canceled": ignore(ATTEMPT),
  "setup_intent.created": ignore(ATTEMPT),
  "setup_intent.requires_action": ignore(ATTEMPT),
  "setup_intent.setup_failed": ignore(ATTEMPT),
  "setup_intent.succeeded": SYNC,
  "review.opened": SYNC,
  "review.closed": SYNC,
  "radar.early_fraud_warning.created": SYNC,
  "radar.early_fraud_warning.updated": SYNC,

  "payment_method.attached": SYNC,
  "payment_method.automatically_updated": SYNC,
  "payment_method.detached": SYNC,
  "payment_method.updated": SYNC,
  "mandate.updated": ignore(NO_EFFECT),

  "checkout.session.async_payment_failed": SYNC,
  "checkout.session.async_payment_succeeded": SYNC,
  "checkout.session.completed": SYNC,
  "checkout.session.expired": SYNC,
  "billing_portal.configuration.created": ignore(NO_EFFECT),
  "billing_portal.configuration.updated": ignore(NO_EFFECT),
  "billing_portal.session.created": ignore(NO_EFFECT),
  "payment_link.created": ignore(NO_EFFECT),
  "payment_link.updated": ignore(NO_EFFECT),

  "charge.dispute.created": SYNC,
  "charge.dispute.updated": SYNC,
  "charge.dispute.closed": SYNC,
  "charge.dispute.funds_withdrawn": SYNC,
  "charge.dispute.funds_reinstated": SYNC,

  "refund.created": SYNC,
  "refund.updated": SYNC,
  "refund.failed": SYNC,

  "credit_note.created": SYNC,
  "credit_note.updated": SYNC,
  "credit_note.voided": SYNC,

  "tax.settings.updated": ignore(NO_EFFECT),
  "tax_rate.created": ignore(NO_EFFECT),
  "tax_rate.updated": ignore(NO_EFFECT),

  "price.created": ignore(FROM_FILE),
  "price.deleted": ignore(FROM_FILE),
  "price.updated": ignore(FROM_FILE),
  "product.created": ignore(FROM_FILE),
  "product.deleted": ignore(FROM_FILE),
  "product.updated": ignore(FROM_FILE),
  "plan.created": ignore(FROM_FILE),
  "plan.deleted": ignore(FROM_FILE),
  "plan.updated": ignore(FROM_FILE),
  "coupon.created": ignore(NO_EFFECT),
  "coupon.deleted": ignore(NO_EFFECT),
  "coupon.updated": ignore(NO_EFFECT),
  "promotion_code.created": ignore(NO_EFFECT),
  "promotion_code.updated": ignore(NO_EFFECT),

  "entitlements.active_entitlement_summary.updated": ignore("entitlements are computed from our own catalog"),
  "billing.alert.triggered": ignore("usage warnings are our own"),
  "billing.credit_balance_transaction.created": SYNC,
  "billing.credit_grant.created": SYNC,
  "billing.credit_grant.updated": SYNC,
} as const satisfies Record<CoveredType, Handling>;

/** What is done about a type of event. Unknown types are stored, so that they can be replayed once known. */
export function handlingOf(type: string): Handling {
  const table: Readonly<Record<string, Handling>> = handlings;
  return Object.hasOwn(table, type) && table[type]
    ? table[type]
    : ignore(`events of type ${type} are not known here`);
}

/** Thin events that have no snapshot, and what they would tell. */
const THIN_ONLY: Readonly<Record<string, string>> = {
  "v1.billing.meter.error_report_triggered":
    "a thin event that reports usage which the provider could not count; nothing that is mirrored changes",
  "v1.billing.meter.no_meter_found":
    "a thin event that reports usage sent under a name that no meter has; nothing that is mirrored changes",
};

/** Why a thin event is not handled. */
export const thinReasonOf = (type: string): string =>
  (Object.hasOwn(THIN_ONLY, type) ? THIN_ONLY[type] : undefined) ??
  "a thin event; the endpoint should subscribe to snapshot events";
