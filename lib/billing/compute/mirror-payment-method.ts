import type Stripe from "stripe";
import type { PaymentMethodRow } from "./rows";

/** The row of a payment method. Never a full number: the provider does not tell us one. */
export function computePaymentMethod(
  method: Stripe.PaymentMethod,
  accountId: string,
  customerId: string,
  defaultId: string | null,
): PaymentMethodRow {
  const card = method.card ?? null;
  const bank = method.sepa_debit ?? method.us_bank_account ?? method.bacs_debit ?? null;
  return {
    id: method.id,
    accountId,
    customerId,
    type: method.type,
    brand: card?.display_brand ?? card?.brand ?? null,
    last4: card?.last4 ?? bank?.last4 ?? null,
    expMonth: card?.exp_month ?? null,
    expYear: card?.exp_year ?? null,
    fingerprint: card?.fingerprint ?? bank?.fingerprint ?? null,
    isDefault: method.id === defaultId,
  };
}
