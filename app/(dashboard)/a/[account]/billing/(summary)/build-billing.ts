import { buildPlan, factsOfSubscription, factsOfTier, type PlanFacts } from "@/app/_server/build-plan";
import type {
  BillingData,
  BillingDetails,
  FailedPayment,
  InvoiceRow,
  InvoiceStatus,
  PaymentMethodSummary,
} from "@/components/billing/types";
import { formatDay } from "@/components/format/format-date";
import type { LimitReading } from "@/components/usage/types";
import type { BillingPage, Invoice, PaymentMethod } from "@/lib/billing";
import { findPrice } from "@/lib/catalog";

export interface BillingFacts {
  readonly page: BillingPage;
  /** Tier whose limits hold now. */
  readonly tierKey: string;
  readonly limits: readonly LimitReading[];
  readonly mayManage: boolean;
}

/** What the billing page shows, from our own rows. */
export function buildBilling({ page, tierKey, limits, mayManage }: BillingFacts): BillingData {
  const [method = null] = page.paymentMethods;
  const unpaid = page.invoices.find(
    ({ status, amountRemainingCents }) => status === "open" && amountRemainingCents > 0,
  );
  return {
    plan: buildPlan({ ...planFacts(page, tierKey), customerSince: page.customer?.since ?? null }),
    limits,
    invoices: page.invoices.map(buildInvoice),
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

function buildInvoice(invoice: Invoice): InvoiceRow {
  return {
    id: invoice.id,
    number: invoice.number,
    issuedAt: invoice.createdAt,
    description: describeInvoice(invoice),
    status: statusOf(invoice),
    total: { amountMinor: invoice.totalCents, currency: invoice.currency },
    refunded:
      invoice.creditedCents > 0 ? { amountMinor: invoice.creditedCents, currency: invoice.currency } : null,
    hostedUrl: invoice.hostedInvoiceUrl,
    pdfUrl: invoice.pdfUrl,
  };
}

function statusOf(invoice: Invoice): InvoiceStatus {
  if (invoice.status === "paid" && invoice.creditedCents > 0) return "refunded";
  if (invoice.status === "open" && invoice.attemptCount > 0) return "past_due";
  const plain: readonly InvoiceStatus[] = ["draft", "open", "paid", "void", "uncollectible"];
  return plain.find((status) => status === invoice.status) ?? "open";
}

/** "Pro, 3 Nov to 3 Dec": what was bought and for when; the provider's own words for what we do not sell. */
function describeInvoice({ lines }: Invoice): string {
  const line = lines.find(({ isProration }) => !isProration) ?? lines[0];
  if (!line) return "No lines";
  const sold = line.priceKey ? findPrice(line.priceKey)?.name : undefined;
  const name = sold ?? line.description ?? "Charge";
  const renews = sold && line.periodStart && line.periodEnd && line.periodStart !== line.periodEnd;
  return renews
    ? `${name}, ${formatDay(line.periodStart ?? "")} to ${formatDay(line.periodEnd ?? "")}`
    : name;
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
