import type Stripe from "stripe";
import type { AccountContext } from "@/lib/platform/context";
import { callStripe } from "@/lib/platform/stripe";
import { isMissing, readRefusal } from "../providers/stripe/read-error";
import { noteCheckoutOpen, type StoredCheckout } from "../repository/checkout-sessions";
import { closeCheckout } from "./close-checkout";
import { syncCustomer } from "./sync-customer";

/**
 * Looks whether an open checkout is still open, before its address is given out again. A request that was
 * waiting while another one looked takes that answer. Null when it is not open: then our rows have been
 * brought up to date, and the caller looks again.
 *
 * @param askedAt when the request came, on the database's clock
 */
export async function verifyRunningCheckout(
  ctx: AccountContext,
  checkout: StoredCheckout,
  askedAt: Date,
): Promise<{ readonly url: string; readonly sessionId: string } | null> {
  const { url, providerSessionId: sessionId } = checkout;
  if (!url || !sessionId) throw new Error(`Open checkout ${checkout.id} has no session.`);
  if (checkout.verifiedAt && checkout.verifiedAt > askedAt) return { url, sessionId };
  const session = await findSession(sessionId);
  if (session?.status === "open" && session.url) {
    await noteCheckoutOpen(checkout.id);
    return { url: session.url, sessionId };
  }
  await settle(ctx, checkout, session);
  return null;
}

/**
 * Closes an open checkout at the provider, so that it can no longer be paid for. `paid` when the buyer was
 * faster: then it is synced.
 */
export async function closeRunningCheckout(
  ctx: AccountContext,
  checkout: StoredCheckout,
): Promise<"closed" | "paid"> {
  const sessionId = checkout.providerSessionId;
  if (!sessionId) throw new Error(`Open checkout ${checkout.id} has no session.`);
  try {
    await callStripe((client) =>
      client.checkout.sessions.expire(sessionId, {}, { idempotencyKey: `checkout-expire:${checkout.id}` }),
    );
  } catch (error) {
    // Only an open session can be expired: what is it, then?
    if (!readRefusal(error)) throw error;
    return await settle(ctx, checkout, await findSession(sessionId));
  }
  await closeCheckout(ctx, checkout, "expired");
  return "closed";
}

async function settle(
  ctx: AccountContext,
  checkout: StoredCheckout,
  session: Stripe.Checkout.Session | null,
): Promise<"closed" | "paid"> {
  if (session?.status === "complete") {
    await syncCustomer(ctx, checkout.customerId);
    return "paid";
  }
  await closeCheckout(ctx, checkout, "expired");
  return "closed";
}

async function findSession(id: string): Promise<Stripe.Checkout.Session | null> {
  try {
    return await callStripe((client) => client.checkout.sessions.retrieve(id));
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}
