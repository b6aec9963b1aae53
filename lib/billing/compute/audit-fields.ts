import type {
  AccountPlanRow,
  CustomerRow,
  InvoiceRow,
  PaymentMethodRow,
  PurchaseRow,
  SubscriptionRow,
} from "./rows";

/** What the audit log shows of a mirrored row. An amount stands with its currency, so that it can be read alone. */
export type Fields = Readonly<Record<string, unknown>>;

const money = (amountCents: number, currency: string) => ({ amountCents, currency });

export const showCustomer = (row: CustomerRow): Fields => ({
  currency: row.currency,
  balanceCents: row.balanceCents,
  country: row.country,
  // Of these three the log keeps that they changed and not what they say.
  contactName: row.name,
  email: row.email,
  address: row.address,
  hasDefaultPaymentMethod: row.defaultPaymentMethodId !== null,
  isDeleted: row.deletedAt !== null,
});

export const showPaymentMethod = (row: PaymentMethodRow): Fields => ({
  type: row.type,
  brand: row.brand,
  expires: row.expMonth && row.expYear ? `${String(row.expMonth).padStart(2, "0")}/${row.expYear}` : null,
  isDefault: row.isDefault,
});

export const showSubscription = (row: SubscriptionRow): Fields => ({
  status: row.status,
  price: row.priceKey,
  quantity: row.quantity,
  unitAmount: row.unitAmountCents === null ? null : money(row.unitAmountCents, row.currency),
  periodStart: row.currentPeriodStart,
  periodEnd: row.currentPeriodEnd,
  cancelAt: row.cancelAt,
  endedAt: row.endedAt,
  trialEnd: row.trialEnd,
  isPrimary: row.isPrimary,
});

export const showPurchase = (row: PurchaseRow): Fields => ({
  status: row.status,
  price: row.priceKey,
  quantity: row.quantity,
  amount: money(row.amountCents, row.currency),
});

export const showInvoice = (row: InvoiceRow): Fields => ({
  number: row.number,
  status: row.status,
  total: money(row.totalCents, row.currency),
  paid: money(row.amountPaidCents, row.currency),
  open: money(row.amountRemainingCents, row.currency),
  credited: money(row.creditedCents, row.currency),
  attempts: row.attemptCount,
  nextAttemptAt: row.nextAttemptAt,
  dueAt: row.dueAt,
  paidAt: row.paidAt,
});

export const showPlan = (row: AccountPlanRow): Fields => ({
  plan: row.tierKey,
  price: row.priceKey,
  catalogVersion: row.catalogVersion,
  source: row.source,
  status: row.status,
  accessUntil: row.accessUntil,
});

/** The one thing that tells most about a subscription that is no longer as it was. */
export function nameSubscriptionChange(before: SubscriptionRow | undefined, after: SubscriptionRow) {
  if (!before) return "subscription.started";
  if (after.endedAt && !before.endedAt) return "subscription.ended";
  if (after.priceKey !== before.priceKey || after.quantity !== before.quantity) return "subscription.updated";
  if (after.cancelAt && !before.cancelAt) return "subscription.cancellation_scheduled";
  if (before.cancelAt && !after.cancelAt) return "subscription.cancellation_undone";
  const isLater = (after.currentPeriodStart?.getTime() ?? 0) > (before.currentPeriodStart?.getTime() ?? 0);
  return isLater ? "subscription.renewed" : "subscription.updated";
}

/** The same of an invoice. */
export function nameInvoiceChange(before: InvoiceRow | undefined, after: InvoiceRow) {
  if (after.status !== before?.status) {
    if (after.status === "draft") return "invoice.drafted";
    if (after.status === "paid") return "invoice.paid";
    if (after.status === "void") return "invoice.voided";
    if (after.status === "uncollectible") return "invoice.written_off";
  }
  if (after.status === "open" && after.attemptCount > (before?.attemptCount ?? 0))
    return "invoice.payment_failed";
  return after.status === "open" && before?.status !== "open" ? "invoice.issued" : "invoice.updated";
}

/** The same of the plan in force. */
export function namePlanChange(before: AccountPlanRow | null, after: AccountPlanRow) {
  const same = before?.tierKey === after.tierKey && before.priceKey === after.priceKey;
  return same ? "plan.updated" : "plan.changed";
}
