import Stripe from "stripe";
import { recordAudit } from "@/lib/accounts";
import { accountPath } from "@/lib/platform/account-path";
import type { AccountContext } from "@/lib/platform/context";
import { database } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { providerUnavailable } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/ids";
import { callStripe } from "@/lib/platform/stripe";
import { computeCheckoutRequest } from "../compute/compute-checkout-request";
import { computeOwnUrl } from "../compute/compute-own-url";
import { toDate } from "../compute/read-stripe";
import { checkoutRefused, promotionCodeInvalid } from "../errors";
import { readRefusal } from "../providers/stripe/read-error";
import {
  insertCheckout,
  type NewCheckout,
  openCheckout,
  type StoredCheckout,
} from "../repository/checkout-sessions";
import { closeCheckout } from "./close-checkout";
import type { Order } from "./read-order";
import { syncCustomer } from "./sync-customer";

/**
 * How long a reservation may be sent again. Stripe remembers an idempotency key for 24 hours; after that the
 * same request would make a second session.
 */
const RESENDABLE_HOURS = 23;

export interface Reservation {
  readonly order: Order;
  readonly currency: string;
  readonly promotionCodeId: string | null;
  readonly providerPriceId: string;
  readonly customerId: string;
  readonly trialAllowed: boolean;
}

/**
 * Reserves a checkout: the exact request goes into our table, with its audit row, before the provider is
 * asked. Null when the account has another subscription checkout running.
 */
export async function reserveCheckout(
  ctx: AccountContext,
  reservation: Reservation,
): Promise<StoredCheckout | null> {
  const { order, currency, customerId } = reservation;
  const accountId = ctx.account.id;
  const id = newId();
  const now = ctx.clock.now();
  const expiresAt = new Date(now.getTime() + RESENDABLE_HOURS * 3_600_000);
  const personId = ctx.actor.kind === "person" ? ctx.actor.personId : null;
  const appUrl = env().app.url;
  const request = computeCheckoutRequest({
    checkoutId: id,
    accountId,
    personId,
    customerId,
    price: order.price,
    providerPriceId: reservation.providerPriceId,
    quantity: order.quantity,
    currency,
    promotionCodeId: reservation.promotionCodeId,
    trialAllowed: reservation.trialAllowed,
    // The return page finds the path to go on to in our row: an address on a screen is nothing to trust.
    successUrl: `${appUrl}${accountPath(accountId, "/billing/return")}?session_id={CHECKOUT_SESSION_ID}`,
    cancelUrl: computeOwnUrl(appUrl, order.cancelPath, "cancelPath"),
  });
  const checkout: NewCheckout = {
    id,
    accountId,
    personId,
    customerId,
    mode: order.price.mode === "subscription" ? "subscription" : "payment",
    priceKey: order.price.key,
    quantity: order.quantity,
    currency,
    promotionCode: order.promotionCode,
    request,
    successPath: order.successPath,
    cancelPath: order.cancelPath,
    expiresAt,
    createdAt: now,
  };
  return await database().begin(async (tx) => {
    const reserved = await insertCheckout(tx, checkout);
    if (!reserved) return null;
    await recordAudit(tx, ctx, {
      accountId,
      action: "checkout.started",
      targetKind: "checkout",
      targetId: id,
      after: { price: checkout.priceKey, quantity: checkout.quantity, currency },
    });
    return reserved;
  });
}

/**
 * Makes the session of a reserved checkout. Where an earlier attempt was cut off, the same key and request
 * give the session that it made, if it made one. Null when the reservation is over and the caller has to look
 * again.
 *
 * @throws DomainError CHECKOUT_REFUSED or PROMOTION_CODE_INVALID when the provider says no;
 * PROVIDER_UNAVAILABLE when nobody knows, and the reservation waits for the next attempt
 */
export async function createReservedSession(
  ctx: AccountContext,
  reserved: StoredCheckout,
): Promise<StoredCheckout | null> {
  if (reserved.expiresAt <= ctx.clock.now()) {
    // Nobody was given its address, so nobody can pay for it: it may be forgotten.
    await closeCheckout(ctx, reserved, "expired");
    return null;
  }
  let session: Stripe.Checkout.Session;
  try {
    session = await callStripe((client) =>
      client.checkout.sessions.create(reserved.request, { idempotencyKey: `checkout:${reserved.id}` }),
    );
  } catch (error) {
    return await giveUpReservation(ctx, reserved, error);
  }
  const { url } = session;
  if (!url) throw new Error(`Checkout session ${session.id} has no address.`);
  const expiresAt = toDate(session.expires_at);
  const verifiedAt = await openCheckout(database(), reserved.id, { id: session.id, url, expiresAt });
  return { ...reserved, status: "open", providerSessionId: session.id, url, expiresAt, verifiedAt };
}

async function giveUpReservation(
  ctx: AccountContext,
  reserved: StoredCheckout,
  error: unknown,
): Promise<null> {
  const refusal = readRefusal(error);
  if (refusal) {
    await closeCheckout(ctx, reserved, "refused");
    if (refusal.code === "resource_missing" && refusal.param === "customer") {
      // Deleted at the provider, and its event is still on the way: note it, and begin with a new customer.
      await syncCustomer(ctx, reserved.customerId);
      return null;
    }
    if (refusal.param?.startsWith("discounts")) throw promotionCodeInvalid(reserved.promotionCode ?? "");
    throw checkoutRefused(refusal.message, refusal.code);
  }
  if (error instanceof Stripe.errors.StripeAPIError) {
    // An answer of 5xx is replayed under its key for a day. Whatever session was made, nobody has its address.
    await closeCheckout(ctx, reserved, "expired");
    throw providerUnavailable("Stripe could not start this checkout. Nothing was charged; try again soon.");
  }
  throw error;
}
