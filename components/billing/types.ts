import type { Money } from "@/components/format/types";
import type { LimitReading } from "@/components/usage/types";

export type SubscriptionStatus =
  | "free"
  | "active"
  | "trialing"
  | "past_due"
  | "unpaid"
  | "paused"
  | "incomplete"
  | "incomplete_expired"
  | "canceled";

export type BillingInterval = "once" | "month" | "quarter" | "year";

/** The plan card. Instants are ISO strings. */
export type PlanSummary = {
  tier: string;
  name: string;
  status: SubscriptionStatus;
  /** Null on free. */
  interval: BillingInterval | null;
  price: Money | null;
  /** Tax on the next charge; null when unknown or none. */
  tax: Money | null;
  periodEnd: string | null;
  trialEnd: string | null;
  /** Set when the plan ends at this instant by choice. */
  cancelAt: string | null;
  /** When a canceled plan ended. */
  endedAt: string | null;
  customerSince: string | null;
  /** A change that is set for later, e.g. a switch to yearly. */
  scheduledChange: { planName: string; at: string; total: Money } | null;
};

/** An invoice that could not be collected. */
export type FailedPayment = {
  amount: Money;
  /** "Visa ending 0341"; null when there is no card. */
  method: string | null;
  declinedAt: string;
  /** In words: "insufficient funds". */
  reason: string | null;
  nextAttemptAt: string | null;
  /** Where the person pays this invoice. */
  payUrl: string | null;
};

export type InvoiceStatus = "draft" | "open" | "paid" | "past_due" | "void" | "uncollectible" | "refunded";

export type InvoiceRow = {
  id: string;
  /** "MH-0224"; drafts have none yet. */
  number: string | null;
  issuedAt: string;
  /** "Pro, 3 Nov to 3 Dec" */
  description: string;
  status: InvoiceStatus;
  total: Money;
  /** Part given back; null when none. */
  refunded: Money | null;
  hostedUrl: string | null;
  pdfUrl: string | null;
};

export type PaymentMethodSummary = {
  /** "Visa", "Mastercard" */
  brand: string;
  last4: string;
  expMonth: number | null;
  expYear: number | null;
  isDefault: boolean;
  /** "Declined 18 Nov: insufficient funds"; null when fine. */
  problem: string | null;
};

export type BillingDetails = {
  name: string | null;
  email: string | null;
  address: string | null;
  tax: string | null;
};

export type BillingData = {
  plan: PlanSummary;
  limits: readonly LimitReading[];
  invoices: readonly InvoiceRow[];
  /** More invoices than the rows here. */
  hasMoreInvoices: boolean;
  paymentMethod: PaymentMethodSummary | null;
  details: BillingDetails | null;
  failedPayment: FailedPayment | null;
  /** Whether a provider customer exists, so that the portal can open. */
  canOpenPortal: boolean;
};

/** What the return page says after the provider's checkout. */
export type CheckoutOutcome =
  | {
      kind: "done";
      /** "Pro", "500 credits" */
      bought: string;
      paid: Money | null;
      trialEnd: string | null;
      periodEnd: string | null;
      invoiceUrl: string | null;
      limits: readonly LimitReading[];
    }
  | { kind: "processing"; bought: string | null }
  | { kind: "failed"; reason: string | null; amount: Money | null; retryHref: string }
  | { kind: "expired"; retryHref: string }
  | { kind: "canceled"; retryHref: string };
