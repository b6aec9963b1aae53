import type { AccountContext } from "@/lib/platform/context";
import { callStripe } from "@/lib/platform/stripe";
import { checkoutBusy } from "../errors";
import { withLease } from "../lease";
import { isMissing, toCallerError } from "../providers/stripe/read-error";
import { findAccountCustomer } from "../repository/customers";
import { closeCheckouts } from "./stop-renewals";
import { syncCustomer } from "./sync-customer";

const WAIT_MS = 20_000;

/**
 * Ends an account's business at the provider for good: open checkouts are expired, and the customer is deleted,
 * which cancels every subscription in the same call (docs.stripe.com/api/customers/delete). Its invoices stay at
 * the provider, as the law asks. Our rows are synced before and after, so that they keep the last state.
 *
 * Doing it again after a crash is safe.
 *
 * @returns the provider's id of the deleted customer, or null when the account never had one or has none left
 * @throws DomainError PROVIDER_UNAVAILABLE, CONFLICT (busy), or the provider's own error
 */
export async function endCustomer(ctx: AccountContext): Promise<string | null> {
  try {
    const held = await withLease(`checkout:${ctx.account.id}`, WAIT_MS, () => end(ctx));
    if (!held) throw checkoutBusy();
    return held.value;
  } catch (error) {
    throw toCallerError(error);
  }
}

async function end(ctx: AccountContext): Promise<string | null> {
  await closeCheckouts(ctx);
  const customer = await findAccountCustomer(ctx.account.id);
  if (!customer) return null;
  await syncCustomer(ctx, customer.id, { whole: true });
  try {
    await callStripe((client) => client.customers.del(customer.id));
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
  await syncCustomer(ctx, customer.id);
  return customer.id;
}
