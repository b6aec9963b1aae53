import { CREDITS, findPrice, findProviderPrice, listPrices, type Sellable } from "@/lib/catalog";
import type { AccountContext } from "@/lib/platform/context";
import { env } from "@/lib/platform/env";
import { forbidden, notFound, providerUnavailable } from "@/lib/platform/errors";
import { computeOwnUrl } from "../compute/compute-own-url";
import {
  alreadyOwned,
  alreadySubscribed,
  checkoutBusy,
  creditsNotOnSale,
  currencyFixed,
  freeNeedsNoCheckout,
  onlyOne,
  unknownPrice,
  unsupportedCurrency,
} from "../errors";
import { withLease } from "../lease";
import { findPromotionCode } from "../providers/stripe/find-promotion-code";
import { toCallerError } from "../providers/stripe/read-error";
import { type BuyerFacts, findBuyer } from "../repository/accounts";
import { listRunningCheckouts, type StoredCheckout } from "../repository/checkout-sessions";
import { findAccountCustomer } from "../repository/customers";
import { type CheckoutBody, type CheckoutStarted, checkoutBody } from "../schemas";
import { type Buyer, ensureCustomer } from "./ensure-customer";
import { createReservedSession, reserveCheckout } from "./reserve-checkout";
import { closeRunningCheckout, verifyRunningCheckout } from "./settle-checkout";
import { syncCustomer } from "./sync-customer";

/** How long a request waits for another checkout of the same account that is being started. */
const WAIT_MS = 20_000;
/** Every round settles at least one running checkout; more rounds than this mean that something else is wrong. */
const MAX_ROUNDS = 8;
const DEFAULT_SUCCESS_PATH = "/billing";
const DEFAULT_CANCEL_PATH = "/pricing";

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
  const order = readOrder(input);
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

/** A checked request. */
export interface Order {
  readonly price: Sellable;
  readonly quantity: number;
  /** Null takes the customer's or the account's. */
  readonly currency: string | null;
  readonly promotionCode: string | null;
  readonly successPath: string;
  readonly cancelPath: string;
}

function readOrder(input: CheckoutBody): Order {
  const { price: key, ...body } = checkoutBody.parse(input);
  const price = findPrice(key);
  if (!price) throw unknownPrice(key, soldKeys());
  if (price.mode === "none") throw freeNeedsNoCheckout();
  if (price.tierKey === CREDITS) throw creditsNotOnSale();
  if (price.mode === "payment" && body.quantity !== 1) throw onlyOne(price.key);
  const currency = body.currency ?? null;
  if (currency && price.amounts[currency] === undefined) {
    throw unsupportedCurrency(currency, Object.keys(price.amounts));
  }
  const successPath = body.successPath ?? DEFAULT_SUCCESS_PATH;
  const cancelPath = body.cancelPath ?? DEFAULT_CANCEL_PATH;
  computeOwnUrl(env().app.url, successPath, "successPath");
  computeOwnUrl(env().app.url, cancelPath, "cancelPath");
  return {
    price,
    quantity: body.quantity,
    currency,
    promotionCode: body.promotionCode ?? null,
    successPath,
    cancelPath,
  };
}

const soldKeys = (): readonly string[] =>
  listPrices().flatMap((price) => (price.mode === "none" ? [] : [price.key]));

/** One round. Null when the world has changed under it and has to be looked at again. */
async function tryCheckout(
  ctx: AccountContext,
  order: Order,
  buyer: Buyer,
  askedAt: Date,
): Promise<CheckoutStarted | null> {
  const account = await findBuyer(ctx.account.id);
  if (!account || account.deletedAt) throw notFound("The account");
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
