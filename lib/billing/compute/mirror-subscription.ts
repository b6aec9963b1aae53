import type Stripe from "stripe";
import { type PriceBook, readPrice } from "./price-book";
import { idOf, toDate, toDateOrNull } from "./read-stripe";
import type { SubscriptionRow } from "./rows";
import { computeTierRank } from "./tier-rank";

/** The row of a subscription. Which one is primary is decided over all of the account's, not here. */
export function computeSubscription(
  subscription: Stripe.Subscription,
  accountId: string,
  customerId: string,
  book: PriceBook,
): SubscriptionRow {
  const items = subscription.items.data;
  const item = leadingItem(items, book);
  const starts = items.map((each) => each.current_period_start);
  const ends = items.map((each) => each.current_period_end);
  const currentPeriodEnd = ends.length > 0 ? toDate(Math.max(...ends)) : null;
  const price = item
    ? readPrice(book, item.price)
    : { priceKey: "none", tierKey: "free", catalogVersion: book.currentVersion };
  return {
    id: subscription.id,
    accountId,
    customerId,
    status: subscription.status,
    isPrimary: false,
    ...price,
    quantity: item?.quantity ?? 1,
    currency: subscription.currency,
    unitAmountCents: item ? unitAmount(item.price, subscription.currency, book) : null,
    billingInterval: item?.price.recurring?.interval ?? null,
    billingIntervalCount: item?.price.recurring?.interval_count ?? null,
    // Periods are on the items since flexible billing: the subscription's reaches over all of them.
    currentPeriodStart: starts.length > 0 ? toDate(Math.min(...starts)) : null,
    currentPeriodEnd,
    billingCycleAnchor: toDateOrNull(subscription.billing_cycle_anchor),
    // Flexible billing sets cancel_at and leaves cancel_at_period_end false; classic billing sets both.
    cancelAt:
      toDateOrNull(subscription.cancel_at) ?? (subscription.cancel_at_period_end ? currentPeriodEnd : null),
    canceledAt: toDateOrNull(subscription.canceled_at),
    endedAt: toDateOrNull(subscription.ended_at),
    trialStart: toDateOrNull(subscription.trial_start),
    trialEnd: toDateOrNull(subscription.trial_end),
    defaultPaymentMethodId: idOf(subscription.default_payment_method),
    providerCreatedAt: toDate(subscription.created),
  };
}

/** With several items, the one of the highest tier says which plan it is; the first of them on a tie. */
function leadingItem(
  items: readonly Stripe.SubscriptionItem[],
  book: PriceBook,
): Stripe.SubscriptionItem | undefined {
  const ranked = items.map((item) => ({ item, rank: computeTierRank(readPrice(book, item.price).tierKey) }));
  return ranked.sort((left, right) => right.rank - left.rank)[0]?.item;
}

function unitAmount(price: Stripe.Price, currency: string, book: PriceBook): number | null {
  if (price.currency === currency) return price.unit_amount;
  return (
    price.currency_options?.[currency]?.unit_amount ?? book.foreignAmounts.get(price.id)?.[currency] ?? null
  );
}
