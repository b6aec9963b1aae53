import type { AccountContext } from "@/lib/platform/context";
import { DomainError, forbidden, notFound } from "@/lib/platform/errors";
import { isUnknownOutcome } from "../providers/stripe/read-error";
import { findCheckoutResult } from "../repository/checkout-results";
import { findCheckout, type StoredCheckout } from "../repository/checkout-sessions";
import type { CheckoutOutcome } from "../schemas";
import { syncCustomer } from "./sync-customer";

const SESSION_ID = /^\w{1,255}$/;

/**
 * What the page says to which the provider sends the buyer back. It syncs the customer itself, so that the new
 * plan shows before, and without, the webhook; the webhook later finds nothing left to do. While the provider
 * is down, our own rows answer: what they do not know as paid yet is `processing`.
 *
 * @param sessionId the provider's id from the address
 * @throws DomainError NOT_FOUND when the account started no such checkout
 */
export async function confirmCheckout(ctx: AccountContext, sessionId: string): Promise<CheckoutOutcome> {
  if (!ctx.permissions.has("billing.read")) throw forbidden("Seeing a checkout needs billing.read.");
  // Anything can stand in an address.
  const checkout = SESSION_ID.test(sessionId) ? await findCheckout(ctx.account.id, sessionId) : null;
  if (!checkout) throw notFound("The checkout");
  if (isSettled(checkout)) return describeOutcome(ctx, checkout, true);
  try {
    await syncCustomer(ctx, checkout.customerId);
  } catch (error) {
    if (!isUnknownOutcome(error) && !isBusy(error)) throw error;
    ctx.log.warn({ err: error, checkoutId: checkout.id }, "checkout confirmed from stored rows");
    return describeOutcome(ctx, (await findCheckout(ctx.account.id, sessionId)) ?? checkout, false);
  }
  return describeOutcome(ctx, (await findCheckout(ctx.account.id, sessionId)) ?? checkout, true);
}

/** True when another sync of the customer has not ended yet: it will bring what this one would have. */
const isBusy = (error: unknown): boolean => error instanceof DomainError && error.code === "CONFLICT";

/** True when nothing about the checkout can change any more: the provider need not be asked. */
const isSettled = (checkout: StoredCheckout): boolean =>
  checkout.status === "expired" || (checkout.status === "complete" && checkout.paymentStatus !== "unpaid");

async function describeOutcome(
  ctx: AccountContext,
  checkout: StoredCheckout,
  isFresh: boolean,
): Promise<CheckoutOutcome> {
  const facts = await findCheckoutResult(ctx.account.id, checkout.id);
  return {
    state: stateOf(checkout, isFresh),
    mode: checkout.mode,
    priceKey: checkout.priceKey,
    quantity: checkout.quantity,
    planKey: facts?.planKey ?? "free",
    paid:
      facts && facts.paidCents !== null
        ? { amountCents: facts.paidCents, currency: checkout.currency }
        : null,
    trialEnd: facts?.trialEnd?.toISOString() ?? null,
    periodEnd: facts?.periodEnd?.toISOString() ?? null,
    invoiceUrl: facts?.invoiceUrl ?? null,
    checkoutUrl: checkout.status === "open" && isFresh ? checkout.url : null,
    successPath: checkout.successPath,
    cancelPath: checkout.cancelPath,
  };
}

function stateOf(checkout: StoredCheckout, isFresh: boolean): CheckoutOutcome["state"] {
  if (checkout.status === "complete") return checkout.paymentStatus === "unpaid" ? "processing" : "complete";
  if (checkout.status === "expired") return "expired";
  return isFresh ? "open" : "processing";
}
