import { buildInvoice } from "@/app/_server/build-invoice";
import { buildPlan, factsOfSubscription, factsOfTier, type PlanFacts } from "@/app/_server/build-plan";
import type {
  BillingData,
  BillingDetails,
  FailedPayment,
  PaymentMethodSummary,
} from "@/components/billing/types";
import type { Format } from "@/components/format/create-format";
import type { LimitReading } from "@/components/usage/types";
import type { BillingPage, Invoice, PaymentMethod } from "@/lib/billing";

export interface BillingFacts {
  readonly page: BillingPage;
  /** Tier whose limits hold now. */
  readonly tierKey: string;
  readonly limits: readonly LimitReading[];
  readonly mayManage: boolean;
  /** Writes dates as the reader does. */
  readonly format: Format;
}

/** What the billing page shows, from our own rows. */
export function buildBilling({ page, tierKey, limits, mayManage, format }: BillingFacts): BillingData {
  const [method = null] = page.paymentMethods;
  const unpaid = page.invoices.find(
    ({ status, amountRemainingCents }) => status === "open" && amountRemainingCents > 0,
  );
  return {
    plan: buildPlan({ ...planFacts(page, tierKey), customerSince: page.customer?.since ?? null }),
    limits,
    invoices: page.invoices.map((invoice) => buildInvoice(invoice, format)),
    hasMoreInvoices: page.hasMoreInvoices,
    paymentMethod: method ? buildPaymentMethod(method) : null,
    details: page.customer ? buildDetails(page.customer) : null,
    failedPayment: unpaid ? buildFailedPayment(unpaid, method) : null,
    canOpenPortal: mayManage && page.customer !== null,
  };
}

function planFacts({ plan, subscription, customer }: BillingPage, tierKey: string): PlanFacts {
  const isOwn = subscription && (plan?.source === "subscription" || tierKey === "free");
  if (isOwn) return factsOfSubscription(subscription, tierKey);
  return factsOfTier(tierKey, plan?.priceKey ?? "free", customer?.currency ?? "usd");
}

function buildDetails({ name, email, address }: NonNullable<BillingPage["customer"]>): BillingDetails {
  const lines = address
    ? [address.line1, address.line2, address.city, address.state, address.postalCode, address.country]
    : [];
  return { name, email, address: lines.filter(Boolean).join(", ") || null, tax: null };
}

function buildPaymentMethod(method: PaymentMethod): PaymentMethodSummary {
  return {
    brand: capitalise(method.brand ?? method.type),
    last4: method.last4 ?? "",
    expMonth: method.expMonth,
    expYear: method.expYear,
    isDefault: method.isDefault,
    problem: null,
  };
}

function buildFailedPayment(invoice: Invoice, method: PaymentMethod | null): FailedPayment | null {
  if (invoice.attemptCount === 0) return null;
  return {
    amount: { amountMinor: invoice.amountRemainingCents, currency: invoice.currency },
    method: method ? `${capitalise(method.brand ?? method.type)} ending ${method.last4 ?? ""}` : null,
    declinedAt: invoice.createdAt,
    reason: null,
    nextAttemptAt: invoice.nextAttemptAt,
    payUrl: invoice.hostedInvoiceUrl,
  };
}

const capitalise = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
