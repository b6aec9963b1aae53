/** How a card answers when it is charged. */
export interface CardBehaviour {
  brand: string;
  funding: "credit" | "debit" | "prepaid";
  country: string;
  /** Refused when charged; `onAttach` says that it is refused when it is saved, too. */
  decline?: { code: string; declineCode?: string; message: string; adviceCode?: string; onAttach: boolean };
  /** `always`: every payment asks; `once`: only until it was set up for later use. */
  authentication?: "always" | "once";
  dispute?: "fraudulent" | "product_not_received" | "inquiry";
  refund?: "pending" | "fails";
}

const visa = { brand: "visa", funding: "credit", country: "US" } as const;

function declined(
  declineCode: string,
  message: string,
  onAttach = true,
  code = "card_declined",
): CardBehaviour {
  const adviceCode = /lost|stolen/.test(declineCode) ? "do_not_try_again" : "try_again_later";
  return { ...visa, decline: { code, declineCode, message, adviceCode, onAttach } };
}

const DECLINED = "Your card was declined.";

/** Stripe's test cards (https://docs.stripe.com/testing#cards). */
const CARDS: Record<string, CardBehaviour> = {
  "4242424242424242": visa,
  "4000056655665556": { ...visa, funding: "debit" },
  "5555555555554444": { ...visa, brand: "mastercard" },
  "5200828282828210": { ...visa, brand: "mastercard", funding: "debit" },
  "378282246310005": { ...visa, brand: "amex" },
  "6011111111111117": { ...visa, brand: "discover" },
  "3566002020360505": { ...visa, brand: "jcb", country: "JP" },
  "6200000000000005": { ...visa, brand: "unionpay", country: "CN" },
  "4000008260000000": { ...visa, country: "GB" },
  "4000003560000008": { ...visa, country: "IN" },
  "4000002760000016": { ...visa, country: "DE" },
  "4000000000000002": declined("generic_decline", DECLINED),
  "4000000000009995": declined("insufficient_funds", "Your card has insufficient funds."),
  "4000000000009987": declined("lost_card", DECLINED),
  "4000000000009979": declined("stolen_card", DECLINED),
  "4000000000000069": declined("", "Your card has expired.", true, "expired_card"),
  "4000000000000127": declined("", "Your card's security code is incorrect.", true, "incorrect_cvc"),
  "4000000000000119": declined(
    "",
    "An error occurred while processing your card. Try again in a little bit.",
    true,
    "processing_error",
  ),
  "4000000000006975": declined("card_velocity_exceeded", DECLINED),
  "4100000000000019": declined("fraudulent", DECLINED),
  "4000000000000341": declined("generic_decline", DECLINED, false),
  "4000002500003155": { ...visa, authentication: "once" },
  "4000003800000446": { ...visa, authentication: "once" },
  "4000002760003184": { ...visa, authentication: "always" },
  "4000000000003220": { ...visa, authentication: "always" },
  "4000000000003055": visa,
  "4000008260003178": {
    ...declined("insufficient_funds", "Your card has insufficient funds.", false),
    authentication: "always",
  },
  "4000008400001629": { ...declined("generic_decline", DECLINED, false), authentication: "always" },
  "4000000000000259": { ...visa, dispute: "fraudulent" },
  "4000000000002685": { ...visa, dispute: "product_not_received" },
  "4000000000001976": { ...visa, dispute: "inquiry" },
  "4000000000007726": { ...visa, refund: "pending" },
  "4000000000005126": { ...visa, refund: "fails" },
};

/** Names after `pm_card_` and `tok_` (https://docs.stripe.com/testing?testing-method=payment-methods). */
const NAMES: Record<string, string> = {
  visa: "4242424242424242",
  visa_debit: "4000056655665556",
  mastercard: "5555555555554444",
  mastercard_debit: "5200828282828210",
  amex: "378282246310005",
  discover: "6011111111111117",
  jcb: "3566002020360505",
  unionpay: "6200000000000005",
  gb: "4000008260000000",
  in: "4000003560000008",
  de: "4000002760000016",
  chargeDeclined: "4000000000000002",
  visa_chargeDeclined: "4000000000000002",
  chargeDeclinedInsufficientFunds: "4000000000009995",
  visa_chargeDeclinedInsufficientFunds: "4000000000009995",
  chargeDeclinedLostCard: "4000000000009987",
  visa_chargeDeclinedLostCard: "4000000000009987",
  chargeDeclinedStolenCard: "4000000000009979",
  visa_chargeDeclinedStolenCard: "4000000000009979",
  chargeDeclinedExpiredCard: "4000000000000069",
  chargeDeclinedIncorrectCvc: "4000000000000127",
  chargeDeclinedProcessingError: "4000000000000119",
  visa_chargeDeclinedVelocityLimitExceeded: "4000000000006975",
  chargeDeclinedFraudulent: "4100000000000019",
  radarBlock: "4100000000000019",
  chargeCustomerFail: "4000000000000341",
  authenticationRequiredOnSetup: "4000002500003155",
  authenticationRequiredSetupForOffSession: "4000003800000446",
  authenticationRequired: "4000002760003184",
  authenticationRequiredChargeDeclinedInsufficientFunds: "4000008260003178",
  threeDSecure2Required: "4000000000003220",
  threeDSecureRequiredChargeDeclined: "4000008400001629",
  threeDSecureOptional: "4000000000003055",
  createDispute: "4000000000000259",
  createDisputeProductNotReceived: "4000000000002685",
  createDisputeInquiry: "4000000000001976",
  pendingRefund: "4000000000007726",
  refundFail: "4000000000005126",
};

/** The number behind `pm_card_visa` or `tok_visa`; undefined when there is no such test card. */
export function numberOfTestCard(name: string): string | undefined {
  const match = /^(?:pm_card|tok)_(.+)$/.exec(name);
  return match ? NAMES[match[1] ?? ""] : undefined;
}

/** Any other number that passes the check digit behaves as a plain card of its brand. */
export function behaviourOf(number: string): CardBehaviour {
  return CARDS[number] ?? { ...visa, brand: brandOf(number) };
}

function brandOf(number: string): string {
  if (/^3[47]/.test(number)) return "amex";
  if (/^(5[1-5]|2[2-7])/.test(number)) return "mastercard";
  if (/^6(011|5)/.test(number)) return "discover";
  if (/^4/.test(number)) return "visa";
  return "unknown";
}

/** Luhn's check digit. */
export function isCardNumber(number: string): boolean {
  if (!/^\d{13,19}$/.test(number)) return false;
  let sum = 0;
  for (let at = 0; at < number.length; at++) {
    let digit = Number(number[number.length - 1 - at]);
    if (at % 2 === 1) {
      digit *= 2;
      if (digit > 9) digit -= 9;
    }
    sum += digit;
  }
  return sum % 10 === 0;
}
