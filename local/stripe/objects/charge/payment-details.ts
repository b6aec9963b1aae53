import { randomText } from "../../state/ids";
import type { Charge, PaymentMethod } from "../../state/records";

interface Attempted {
  amount: number;
  isDeclined: boolean;
  authenticated: boolean;
}

/** How a charge was paid: a snapshot of its payment method, with what the network said. */
export function paymentDetailsOf(
  method: PaymentMethod,
  attempted: Attempted,
): Charge["payment_method_details"] {
  const { card, us_bank_account: ach, sepa_debit: sepa, bacs_debit: bacs } = method;
  if (card) return { type: "card", card: cardDetails(card, attempted) };
  if (ach)
    return {
      type: "us_bank_account",
      us_bank_account: {
        account_holder_type: ach.account_holder_type,
        account_type: ach.account_type,
        bank_name: ach.bank_name,
        fingerprint: ach.fingerprint,
        last4: ach.last4,
        payment_reference: null,
        routing_number: ach.routing_number,
      },
    };
  if (sepa)
    return {
      type: "sepa_debit",
      sepa_debit: {
        bank_code: sepa.bank_code,
        branch_code: sepa.branch_code,
        country: sepa.country,
        fingerprint: sepa.fingerprint,
        last4: sepa.last4,
        mandate: null,
      },
    };
  if (bacs)
    return {
      type: "bacs_debit",
      bacs_debit: {
        fingerprint: bacs.fingerprint,
        last4: bacs.last4,
        mandate: null,
        sort_code: bacs.sort_code,
      },
    };
  return null;
}

function cardDetails(
  card: NonNullable<PaymentMethod["card"]>,
  attempted: Attempted,
): NonNullable<NonNullable<Charge["payment_method_details"]>["card"]> {
  return {
    amount_authorized: attempted.isDeclined ? null : attempted.amount,
    authorization_code: attempted.isDeclined ? null : "123456",
    brand: card.brand,
    checks: card.checks,
    country: card.country,
    electronic_commerce_indicator: null,
    exp_month: card.exp_month,
    exp_year: card.exp_year,
    fingerprint: card.fingerprint ?? "",
    funding: card.funding,
    installments: null,
    last4: card.last4,
    mandate: null,
    network: card.brand,
    network_token: { used: false },
    network_transaction_id: randomText(15),
    regulated_status: "unregulated",
    three_d_secure: attempted.authenticated
      ? {
          authentication_flow: "challenge",
          electronic_commerce_indicator: "05",
          exemption_indicator: null,
          result: "authenticated",
          result_reason: null,
          transaction_id: null,
          version: "2.2.0",
        }
      : null,
    transaction_link_id: null,
    wallet: null,
  };
}
