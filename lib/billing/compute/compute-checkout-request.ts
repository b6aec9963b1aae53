import type Stripe from "stripe";
import type { Sellable } from "@/lib/catalog";

export interface CheckoutFacts {
  readonly checkoutId: string;
  readonly accountId: string;
  readonly personId: string | null;
  readonly customerId: string;
  readonly price: Sellable;
  readonly providerPriceId: string;
  readonly quantity: number;
  readonly currency: string;
  /** The provider's id of a promotion code; null lets the buyer enter one on the hosted page. */
  readonly promotionCodeId: string | null;
  /** False once the account has had a trial. */
  readonly trialAllowed: boolean;
  readonly successUrl: string;
  readonly cancelUrl: string;
}

/**
 * The request that makes a checkout session. It is stored before it is sent, and sent again unchanged when
 * nobody knows whether it arrived: the same idempotency key takes the same request only.
 */
export function computeCheckoutRequest(facts: CheckoutFacts): Stripe.Checkout.SessionCreateParams {
  const { price } = facts;
  const metadata = {
    account_id: facts.accountId,
    price_key: price.key,
    checkout_id: facts.checkoutId,
    ...(facts.personId && { person_id: facts.personId }),
  };
  return {
    customer: facts.customerId,
    client_reference_id: facts.accountId,
    metadata,
    line_items: [{ price: facts.providerPriceId, quantity: facts.quantity }],
    currency: facts.currency,
    success_url: facts.successUrl,
    cancel_url: facts.cancelUrl,
    ...(facts.promotionCodeId
      ? { discounts: [{ promotion_code: facts.promotionCodeId }] }
      : { allow_promotion_codes: true }),
    ...(price.mode === "subscription" ? subscriptionPart(facts, metadata) : paymentPart(metadata)),
  };
}

function subscriptionPart(
  facts: CheckoutFacts,
  metadata: Record<string, string>,
): Partial<Stripe.Checkout.SessionCreateParams> {
  const { trialDays } = facts.price;
  return {
    mode: "subscription",
    // Asked for in the trial as well: the first invoice after it must have something to charge.
    payment_method_collection: "always",
    subscription_data: {
      metadata,
      ...(trialDays && facts.trialAllowed && { trial_period_days: trialDays }),
    },
  };
}

/** A one-off purchase gets an invoice of its own, so that every payment is on the invoices page. */
function paymentPart(metadata: Record<string, string>): Partial<Stripe.Checkout.SessionCreateParams> {
  return {
    mode: "payment",
    invoice_creation: { enabled: true, invoice_data: { metadata } },
    payment_intent_data: { metadata },
  };
}
