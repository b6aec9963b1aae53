import { minimumAmount } from "./minimum-amount";

export interface AppliedBalance {
  /** What is to be paid now. */
  due: number;
  /** The customer's balance afterwards: negative is credit. */
  ending: number;
  /** How the balance moves, in order. */
  entries: { amount: number; type: "applied_to_invoice" | "invoice_too_small" }[];
}

/**
 * What an invoice does to its customer's balance (https://docs.stripe.com/billing/customer/balance): a positive
 * balance is added, a credit is used up to the total, a negative total becomes a credit, and an amount below what can
 * be charged is left for the next invoice.
 */
export function computeAppliedBalance(total: number, balance: number, currency: string): AppliedBalance {
  const owed = total + balance;
  if (owed <= 0) {
    // of an exactly spent credit nothing is left; of a larger one the rest is
    const used: AppliedBalance["entries"] =
      total === 0 ? [] : [{ amount: total, type: "applied_to_invoice" }];
    return { due: 0, ending: owed, entries: used };
  }
  const cleared: AppliedBalance["entries"] =
    balance === 0 ? [] : [{ amount: -balance, type: "applied_to_invoice" }];
  if (owed < minimumAmount(currency))
    return { due: 0, ending: owed, entries: [...cleared, { amount: owed, type: "invoice_too_small" }] };
  return { due: owed, ending: 0, entries: cleared };
}
