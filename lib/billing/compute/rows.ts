/** The mirrored rows, as the tables hold them. `syncCustomer` is their only writer. */
export interface CustomerRow {
  readonly id: string;
  readonly accountId: string;
  readonly email: string | null;
  readonly name: string | null;
  readonly currency: string | null;
  readonly balanceCents: number;
  readonly country: string | null;
  readonly address: Readonly<Record<string, string | null>> | null;
  readonly defaultPaymentMethodId: string | null;
  readonly providerCreatedAt: Date;
  readonly deletedAt: Date | null;
}

export interface SubscriptionRow {
  readonly id: string;
  readonly accountId: string;
  readonly customerId: string;
  readonly status: string;
  readonly isPrimary: boolean;
  readonly priceKey: string;
  readonly tierKey: string;
  readonly catalogVersion: number;
  readonly quantity: number;
  readonly currency: string;
  /** Price of one, in minor units of the subscription's currency; null for tiered prices. */
  readonly unitAmountCents: number | null;
  readonly billingInterval: string | null;
  readonly billingIntervalCount: number | null;
  readonly currentPeriodStart: Date | null;
  readonly currentPeriodEnd: Date | null;
  readonly billingCycleAnchor: Date | null;
  readonly cancelAt: Date | null;
  readonly canceledAt: Date | null;
  readonly endedAt: Date | null;
  readonly trialStart: Date | null;
  readonly trialEnd: Date | null;
  readonly defaultPaymentMethodId: string | null;
  readonly providerCreatedAt: Date;
}

export interface PurchaseRow {
  /** The provider's checkout session. */
  readonly id: string;
  readonly accountId: string;
  readonly customerId: string;
  readonly priceKey: string;
  readonly tierKey: string;
  readonly catalogVersion: number;
  readonly quantity: number;
  readonly currency: string;
  readonly amountCents: number;
  readonly status: "paid" | "refunded" | "processing" | "failed";
  readonly paymentIntentId: string | null;
  readonly invoiceId: string | null;
  readonly purchasedAt: Date;
}

export interface InvoiceRow {
  readonly id: string;
  readonly accountId: string;
  readonly customerId: string;
  readonly subscriptionId: string | null;
  readonly number: string | null;
  readonly status: string;
  readonly currency: string;
  readonly subtotalCents: number;
  readonly taxCents: number;
  readonly totalCents: number;
  readonly amountDueCents: number;
  readonly amountPaidCents: number;
  readonly amountRemainingCents: number;
  readonly creditedCents: number;
  readonly attemptCount: number;
  readonly nextAttemptAt: Date | null;
  readonly billingReason: string | null;
  readonly periodStart: Date | null;
  readonly periodEnd: Date | null;
  readonly hostedInvoiceUrl: string | null;
  readonly invoicePdfUrl: string | null;
  readonly dueAt: Date | null;
  readonly paidAt: Date | null;
  readonly providerCreatedAt: Date;
}

export interface InvoiceLineRow {
  readonly id: string;
  readonly invoiceId: string;
  readonly accountId: string;
  readonly position: number;
  readonly description: string | null;
  readonly amountCents: number;
  readonly quantity: number | null;
  readonly priceKey: string | null;
  readonly isProration: boolean;
  readonly periodStart: Date | null;
  readonly periodEnd: Date | null;
}

export interface PaymentMethodRow {
  readonly id: string;
  readonly accountId: string;
  readonly customerId: string;
  readonly type: string;
  readonly brand: string | null;
  readonly last4: string | null;
  readonly expMonth: number | null;
  readonly expYear: number | null;
  readonly fingerprint: string | null;
  readonly isDefault: boolean;
}

/** What the provider says of a checkout session that we started. */
export interface CheckoutStateRow {
  readonly providerSessionId: string;
  readonly status: "open" | "complete" | "expired";
  readonly paymentStatus: string | null;
  readonly url: string | null;
}

/** The plan in force: what usage limits are read from. */
export interface AccountPlanRow {
  readonly accountId: string;
  readonly tierKey: string;
  readonly catalogVersion: number;
  readonly priceKey: string;
  readonly source: "free" | "subscription" | "purchase";
  readonly sourceId: string | null;
  readonly status: string;
  readonly anchorAt: Date;
  readonly accessUntil: Date | null;
}
