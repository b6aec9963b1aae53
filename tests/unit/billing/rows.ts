import type { InvoiceRow, PurchaseRow, SubscriptionRow } from "@/lib/billing/compute/rows";

const ACCOUNT = "019389ab-0000-7000-8000-000000000001";

export function subscriptionRow(overrides: Partial<SubscriptionRow> = {}): SubscriptionRow {
  return {
    id: "sub_1",
    accountId: ACCOUNT,
    customerId: "cus_1",
    status: "active",
    isPrimary: true,
    priceKey: "pro_monthly",
    tierKey: "pro",
    catalogVersion: 1,
    quantity: 1,
    currency: "usd",
    unitAmountCents: 1490,
    billingInterval: "month",
    billingIntervalCount: 1,
    currentPeriodStart: new Date("2027-01-01T00:00:00Z"),
    currentPeriodEnd: new Date("2027-02-01T00:00:00Z"),
    billingCycleAnchor: new Date("2027-01-01T00:00:00Z"),
    cancelAt: null,
    canceledAt: null,
    endedAt: null,
    trialStart: null,
    trialEnd: null,
    defaultPaymentMethodId: null,
    providerCreatedAt: new Date("2027-01-01T00:00:00Z"),
    ...overrides,
  };
}

export function purchaseRow(overrides: Partial<PurchaseRow> = {}): PurchaseRow {
  return {
    id: "cs_1",
    accountId: ACCOUNT,
    customerId: "cus_1",
    priceKey: "lifetime",
    tierKey: "lifetime",
    catalogVersion: 1,
    quantity: 1,
    currency: "usd",
    amountCents: 4990,
    status: "paid",
    paymentIntentId: "pi_1",
    invoiceId: null,
    purchasedAt: new Date("2026-06-01T00:00:00Z"),
    ...overrides,
  };
}

/** The first invoice of `subscriptionRow`, attempted and open. */
export function invoiceRow(overrides: Partial<InvoiceRow> = {}): InvoiceRow {
  return {
    id: "in_1",
    accountId: ACCOUNT,
    customerId: "cus_1",
    subscriptionId: "sub_1",
    number: "A-0001",
    status: "open",
    currency: "usd",
    subtotalCents: 1490,
    taxCents: 0,
    totalCents: 1490,
    amountDueCents: 1490,
    amountPaidCents: 0,
    amountRemainingCents: 1490,
    creditedCents: 0,
    attemptCount: 1,
    nextAttemptAt: null,
    billingReason: "subscription_create",
    periodStart: null,
    periodEnd: null,
    hostedInvoiceUrl: null,
    invoicePdfUrl: null,
    dueAt: null,
    paidAt: null,
    providerCreatedAt: new Date("2027-01-01T00:00:00Z"),
    ...overrides,
  };
}
