import type { CustomerBalanceTransaction } from "../../state/records";
import type { World } from "../../world";
import { getCustomer } from "./find-customer";

interface BalanceChange {
  /** Minor units; positive means the customer owes more. */
  amount: number;
  type: CustomerBalanceTransaction["type"];
  currency?: string;
  invoice?: string | null;
  creditNote?: string | null;
  description?: string | null;
  metadata?: Record<string, string>;
}

/** Moves a customer's balance and writes the entry that explains it (https://docs.stripe.com/billing/customer/balance). */
export function recordBalanceChange(
  world: World,
  id: string,
  change: BalanceChange,
): CustomerBalanceTransaction {
  const customer = getCustomer(world, id);
  const ending = customer.balance + change.amount;
  const currency = change.currency ?? customer.currency ?? "usd";
  world.state.customers.put({ ...customer, balance: ending, currency: customer.currency ?? currency });
  return world.state.customerBalanceTransactions.put({
    id: world.newId("cbtxn"),
    object: "customer_balance_transaction",
    amount: change.amount,
    checkout_session: null,
    created: world.nowOf(id),
    credit_note: change.creditNote ?? null,
    currency,
    customer: id,
    customer_account: null,
    description: change.description ?? null,
    ending_balance: ending,
    invoice: change.invoice ?? null,
    livemode: false,
    metadata: change.metadata ?? {},
    type: change.type,
  });
}
