/** Bank debits: the money is asked for at once and comes, or does not, days later. */
export const DEBIT_TYPES = ["us_bank_account", "sepa_debit", "bacs_debit"] as const;
export type DebitType = (typeof DEBIT_TYPES)[number];

export const isDebitType = (type: string): type is DebitType => DEBIT_TYPES.some((known) => known === type);

/** The bank debit of a currency, or null where there is none (https://docs.stripe.com/payments/bank-debits). */
export function debitTypeFor(currency: string): DebitType | null {
  switch (currency) {
    case "usd":
      return "us_bank_account";
    case "eur":
      return "sepa_debit";
    case "gbp":
      return "bacs_debit";
    default:
      return null;
  }
}

/** What can be paid with in a currency when nothing narrower was asked for. */
export function paymentMethodTypesFor(currency: string): string[] {
  const debit = debitTypeFor(currency);
  return debit ? ["card", debit] : ["card"];
}

interface DebitFailure {
  code: "account_closed" | "no_account" | "insufficient_funds" | "debit_not_authorized";
  message: string;
}

const CLOSED: DebitFailure = {
  code: "account_closed",
  message: "The customer's bank account has been closed.",
};
const NO_ACCOUNT: DebitFailure = { code: "no_account", message: "The bank account could not be located." };
const NO_FUNDS: DebitFailure = {
  code: "insufficient_funds",
  message: "The customer's account has insufficient funds to cover this payment.",
};
const NOT_AUTHORIZED: DebitFailure = {
  code: "debit_not_authorized",
  message: "The customer has notified their bank that this payment was unauthorized.",
};

/**
 * Stripe's test accounts that fail (https://docs.stripe.com/payments/ach-direct-debit/accept-a-payment#test-account-numbers,
 * https://docs.stripe.com/payments/sepa-debit/accept-a-payment#test-integration,
 * https://docs.stripe.com/payments/payment-methods/bacs-debit/accept-a-payment#test-integration); any other pays.
 */
const FAILURES: Record<string, DebitFailure> = {
  "000111111113": CLOSED,
  "000111111116": NO_ACCOUNT,
  "000222222227": NO_FUNDS,
  "000333333335": NOT_AUTHORIZED,
  DE62370400440532013001: NOT_AUTHORIZED,
  DE78370400440532013004: NOT_AUTHORIZED,
  DE65370400440002222227: NO_FUNDS,
  "22222227": NO_FUNDS,
  "33333335": NOT_AUTHORIZED,
};

/** Why a debit of this account will fail; undefined when it will be paid. */
export const failureOfAccount = (number: string): DebitFailure | undefined => FAILURES[number];

/** A debit that the bank did not honour although nothing about the account says so. */
export const UNEXPLAINED_FAILURE = NO_FUNDS;

/** An account that pays, for who only wants to choose "bank debit". */
export const PAYING_ACCOUNT: Record<DebitType, string> = {
  us_bank_account: "000123456789",
  sepa_debit: "DE89370400440532013000",
  bacs_debit: "00012345",
};

/** Whether text can be an account number of a kind. */
export function isAccountNumber(type: DebitType, number: string): boolean {
  switch (type) {
    case "us_bank_account":
      return /^\d{4,17}$/.test(number);
    case "sepa_debit":
      return /^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(number) && hasIbanChecksum(number);
    case "bacs_debit":
      return /^\d{8}$/.test(number);
  }
}

/** ISO 13616: the number read as digits, its head at its end, leaves 1 when divided by 97. */
function hasIbanChecksum(iban: string): boolean {
  const digits = [...(iban.slice(4) + iban.slice(0, 4))].map((sign) => parseInt(sign, 36)).join("");
  let rest = 0;
  for (const digit of digits) rest = (rest * 10 + Number(digit)) % 97;
  return rest === 1;
}
