import { findProviderPrice, type Sellable } from "@/lib/catalog";
import type { AccountContext } from "@/lib/platform/context";
import { forbidden, notFound, providerUnavailable } from "@/lib/platform/errors";
import {
  accountClosing,
  alreadyOwned,
  alreadySubscribed,
  checkoutBusy,
  currencyFixed,
  unsupportedCurrency,
} from "../errors";
import { withLease } from "../lease";
import { findPromotionCode } from "../providers/stripe/find-promotion-code";
import { toCallerError } from "../providers/stripe/read-error";
import { type BuyerFacts, findBuyer } from "../repository/accounts";
import { listRunningCheckouts, type StoredCheckout } from "../repository/checkout-sessions";
import { findAccountCustomer } from "../repository/customers";
import type { CheckoutBody, CheckoutStarted } from "../schemas";
import { type Buyer, ensureCustomer } from "./ensure-customer";
import { type Order, readOrder } from "./read-order";
import { createReservedSession, reserveCheckout } from "./reserve-checkout";
import { closeRunningCheckout, verifyRunningCheckout } from "./settle-checkout";
import { syncCustomer } from "./sync-customer";

/** How long a request waits for another checkout of the same account that is being started. */
const WAIT_MS = 20_000;
/** Every round settles at least one running checkout; more rounds than this mean that something else is wrong. */
const MAX_ROUNDS = 8;

/**
 * Starts a checkout on the provider's hosted page, or gives back the one that is open for the same thing.
 *
 * One account cannot come to two subscriptions, whatever the timing: attempts of an account run one after the
 * other; a running subscription refuses; of running subscription checkouts the unique index allows one, so a
 * checkout for something else is first expired at the provider, and if it turns out paid for, it is synced and
 * the new one refused.
 *
 * @throws DomainError INVALID_REQUEST (unknown price, free, currency, foreign path), CONFLICT (subscribed,
 * owned, busy), CURRENCY_FIXED, PROMOTION_CODE_INVALID, CHECKOUT_REFUSED, PROVIDER_UNAVAILABLE
 */
export async function startCheckout(
  ctx: AccountContext,
  input: CheckoutBody,
  buyer: Buyer,
): Promise<CheckoutStarted> {
  if (!ctx.permissions.has("billing.manage")) throw forbidden("Starting a checkout needs billing.manage.");
  const order = readOrder(ctx.account.id, input);
  try {
    const held = await withLease(`checkout:${ctx.account.id}`, WAIT_MS, async ({ askedAt }) => {
      await refreshOverdue(ctx);
      for (let round = 0; round < MAX_ROUNDS; round += 1) {
        const started = await tryCheckout(ctx, order, buyer, askedAt);
        if (started) return started;
      }
      throw checkoutBusy();
    });
    if (!held) throw checkoutBusy();
    return held.value;
  } catch (error) {
    throw toCallerError(error);
  }
}

/**
 * A running subscription whose time is over by our rows has renewed or ended, and its event is late or lost:
 * ask, before it refuses its own successor.
 */
async function refreshOverdue(ctx: AccountContext): Promise<void> {
  const running = (await findBuyer(ctx.account.id))?.runningSubscription;
  if (!running?.until || new Date(running.until) > ctx.clock.now()) return;
  await syncCustomer(ctx, running.customerId);
}

/** One round. Null when the world has changed under it and has to be looked at again. */
async function tryCheckout(
  ctx: AccountContext,
  order: Order,
  buyer: Buyer,
  askedAt: Date,
): Promise<CheckoutStarted | null> {
  const account = await findBuyer(ctx.account.id);
  if (!account || account.deletedAt) throw notFound("The account");
  if (account.deletionDueAt) throw accountClosing(account.deletionDueAt);
  refuseSecond(account, order.price);
  const customer = await findAccountCustomer(ctx.account.id);
  const currency = chooseCurrency(order, account, customer?.currency ?? null);

  for (const running of await listRunningCheckouts(ctx.account.id)) {
    if (!rivals(running, order.price)) continue;
    const checkout = running.status === "reserved" ? await createReservedSession(ctx, running) : running;
    if (!checkout) return null;
    if (!isSame(checkout, order, currency)) {
      if ((await closeRunningCheckout(ctx, checkout)) === "paid") return null;
      continue;
    }
    return await verifyRunningCheckout(ctx, checkout, askedAt);
  }

  const providerPrice = await findProviderPrice(order.price.key);
  if (!providerPrice) {
    throw providerUnavailable(
      `The price ${order.price.key} is not at the payment provider yet: run npm run catalog:sync.`,
    );
  }
  const promotionCodeId = order.promotionCode ? await findPromotionCode(order.promotionCode) : null;
  const reserved = await reserveCheckout(ctx, {
    order,
    currency,
    promotionCodeId,
    providerPriceId: providerPrice.providerPriceId,
    customerId: (customer ?? (await ensureCustomer(ctx, buyer))).id,
    trialAllowed: account.trialUsedAt === null,
  });
  if (!reserved) return null;
  const opened = await createReservedSession(ctx, reserved);
  return opened?.url && opened.providerSessionId
    ? { url: opened.url, sessionId: opened.providerSessionId }
    : null;
}

function refuseSecond(account: BuyerFacts, price: Sellable): void {
  if (price.mode === "subscription" && account.runningSubscription) {
    throw alreadySubscribed(account.runningSubscription);
  }
  if (account.ownedPriceKeys.includes(price.key)) throw alreadyOwned(price.key);
}

/** The provider bills a customer in one currency; a new one may choose among the price's. */
function chooseCurrency(order: Order, account: BuyerFacts, fixed: string | null): string {
  if (fixed && order.currency && order.currency !== fixed) throw currencyFixed(fixed);
  const wanted = order.currency ?? fixed ?? account.currency;
  if (order.price.amounts[wanted] !== undefined) return wanted;
  if (fixed) throw unsupportedCurrency(fixed, Object.keys(order.price.amounts));
  return Object.keys(order.price.amounts)[0] ?? wanted;
}

/** True when the two cannot both be paid for. */
function rivals(running: StoredCheckout, price: Sellable): boolean {
  if (running.mode !== price.mode) return false;
  return running.mode === "subscription" || running.priceKey === price.key;
}

const isSame = (running: StoredCheckout, order: Order, currency: string): boolean =>
  running.priceKey === order.price.key &&
  running.quantity === order.quantity &&
  running.currency === currency &&
  running.promotionCode === order.promotionCode;
