import type { AccountContext } from "@/lib/platform/context";
import { checkoutBusy } from "../errors";
import { withLease } from "../lease";
import { toCallerError } from "../providers/stripe/read-error";
import { listRunningSubscriptions, resumeRenewal, stopRenewal } from "../providers/stripe/renewals";
import { listRunningCheckouts } from "../repository/checkout-sessions";
import { findAccountCustomer } from "../repository/customers";
import { createReservedSession } from "./reserve-checkout";
import { closeRunningCheckout } from "./settle-checkout";
import { syncCustomer } from "./sync-customer";

/** How long a request waits for a checkout of the same account that is being started. */
const WAIT_MS = 20_000;

/**
 * Stops at the provider whatever would charge the account again, then runs `commit`, all while no checkout of
 * the account can begin: open ones are expired, and subscriptions end with the period that is paid for. Calling
 * it again after a crash is safe.
 *
 * @throws DomainError PROVIDER_UNAVAILABLE or CONFLICT (busy); `commit` has not run then
 */
export async function stopRenewals<T>(
  ctx: AccountContext,
  deletionId: string,
  commit: () => Promise<T>,
): Promise<T> {
  return await underLease(ctx, async () => {
    await closeCheckouts(ctx);
    const customer = await findAccountCustomer(ctx.account.id);
    if (customer) {
      for (const subscription of await listRunningSubscriptions(customer.id)) {
        await stopRenewal(subscription, deletionId);
      }
      await syncCustomer(ctx, customer.id);
    }
    return await commit();
  });
}

/**
 * Lets what {@link stopRenewals} stopped renew again, then runs `commit`. A subscription that has ended since
 * does not come back.
 *
 * @throws DomainError PROVIDER_UNAVAILABLE or CONFLICT (busy); `commit` has not run then
 */
export async function resumeRenewals<T>(ctx: AccountContext, commit: () => Promise<T>): Promise<T> {
  return await underLease(ctx, async () => {
    const customer = await findAccountCustomer(ctx.account.id);
    if (customer) {
      let resumed = 0;
      for (const subscription of await listRunningSubscriptions(customer.id)) {
        if (await resumeRenewal(subscription)) resumed += 1;
      }
      if (resumed > 0) await syncCustomer(ctx, customer.id);
    }
    return await commit();
  });
}

/** Closes what could still be paid for. One that the buyer has just paid for is synced, and stopped with the rest. */
export async function closeCheckouts(ctx: AccountContext): Promise<void> {
  for (const running of await listRunningCheckouts(ctx.account.id)) {
    const open = running.status === "reserved" ? await createReservedSession(ctx, running) : running;
    if (open) await closeRunningCheckout(ctx, open);
  }
}

async function underLease<T>(ctx: AccountContext, run: () => Promise<T>): Promise<T> {
  try {
    const held = await withLease(`checkout:${ctx.account.id}`, WAIT_MS, run);
    if (!held) throw checkoutBusy();
    return held.value;
  } catch (error) {
    throw toCallerError(error);
  }
}
