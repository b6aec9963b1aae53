export interface RenewalFacts {
  readonly status: string;
  readonly quantity: number;
  readonly currency: string;
  readonly unitAmountCents: number | null;
  readonly periodEnd: Date | null;
  readonly cancelAt: Date | null;
}

export interface NextInvoice {
  readonly amountCents: number;
  readonly currency: string;
  readonly at: Date;
}

const RENEWING = new Set(["active", "trialing", "past_due"]);

/**
 * The next renewal at list price, before discounts and tax. Null when the subscription ends by then, does not
 * renew in its state, or has a price that depends on use.
 */
export function computeNextInvoice(subscription: RenewalFacts): NextInvoice | null {
  const { periodEnd: at, cancelAt, unitAmountCents, quantity, currency, status } = subscription;
  if (!RENEWING.has(status) || !at || unitAmountCents === null) return null;
  if (cancelAt && cancelAt <= at) return null;
  return { amountCents: unitAmountCents * quantity, currency, at };
}
