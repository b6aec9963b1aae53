import type { CreditBalanceTransaction, CreditGrant } from "../../state/records";
import type { World } from "../../world";

type Credit = NonNullable<CreditBalanceTransaction["credit"]>;
type Debit = NonNullable<CreditBalanceTransaction["debit"]>;

/** One movement of a grant; `amount` is positive, its kind says which way it goes. */
export type CreditMovement = { amount: number } & (
  | { kind: "credits_granted" | "credits_expired" | "credits_voided" }
  | { kind: "credits_applied" | "credits_application_invoice_voided"; invoice: string; line: string }
);

/** Writes a movement down and tells of it (https://docs.stripe.com/api/billing/credit-balance-transaction). */
export function recordCredit(
  world: World,
  grant: CreditGrant,
  movement: CreditMovement,
): CreditBalanceTransaction {
  const amount = {
    monetary: { currency: currencyOf(grant), value: movement.amount },
    type: "monetary",
  } as const;
  const source =
    "invoice" in movement ? { invoice: movement.invoice, invoice_line_item: movement.line } : null;
  const isCredit =
    movement.kind === "credits_granted" || movement.kind === "credits_application_invoice_voided";
  const credit: Credit = { amount, credits_application_invoice_voided: source, type: movement.kind };
  const debit: Debit = { amount, credits_applied: source, type: movement.kind };
  const now = world.nowOf(grant.customer);
  const entry = world.state.creditTransactions.put({
    id: world.newId("cbtxn"),
    object: "billing.credit_balance_transaction",
    created: now,
    credit: isCredit ? credit : null,
    credit_grant: grant.id,
    debit: isCredit ? null : debit,
    effective_at: movement.kind === "credits_granted" ? (grant.effective_at ?? now) : now,
    livemode: false,
    test_clock: grant.test_clock,
    type: isCredit ? "credit" : "debit",
  });
  world.emit("billing.credit_balance_transaction.created", entry);
  return entry;
}

/** What is left of a grant, in minor units, whether or not it may be used now. */
export function leftOf(world: World, grant: string): number {
  let left = 0;
  for (const entry of world.state.creditTransactions.newestFirst({ index: "grant", key: grant }))
    left += (entry.credit?.amount.monetary?.value ?? 0) - (entry.debit?.amount.monetary?.value ?? 0);
  return left;
}

export const currencyOf = (grant: CreditGrant): string => grant.amount.monetary?.currency ?? "";

/** Whether a grant's time has come, is not over, and it was not taken back. */
export function isUsable(grant: CreditGrant, at: number): boolean {
  const hasBegun = grant.effective_at === null || grant.effective_at <= at;
  const isOver = grant.expires_at !== null && grant.expires_at <= at;
  return grant.voided_at === null && hasBegun && !isOver;
}
