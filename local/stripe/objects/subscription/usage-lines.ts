import type { Subscription, SubscriptionItem } from "../../state/records";
import type { World } from "../../world";
import type { LineDraft } from "../invoice/line-draft";
import { usageLine } from "./billing-lines";
import { isMetered, type Period, withPrice } from "./subscription-items";

/** A price that an item has until a moment. */
export interface FormerPrice {
  item: string;
  price: string;
  until: number;
}

/** The prices that metered items lose by a change. */
export function formerPrices(before: Subscription, next: Subscription, until: number): FormerPrice[] {
  return before.items.data.flatMap((item) => {
    const after = next.items.data.find(({ id }) => id === item.id);
    const isRepriced = after !== undefined && after.price.id !== item.price.id && isMetered(item);
    return isRepriced ? [{ item: item.id, price: item.price.id, until }] : [];
  });
}

/** Remembers a price for the bill of the period in which it was lost. */
export function rememberPrice(world: World, { item, price, until }: FormerPrice, periodStart: number): void {
  const known = world.state.formerPrices.find(item)?.prices ?? [];
  const current = known.filter((former) => former.until > periodStart);
  world.state.formerPrices.put({ id: item, prices: [...current, { price, until }] });
}

/**
 * The usage of a period, each part of it at the price of its time
 * (https://docs.stripe.com/billing/subscriptions/billing-mode/compare).
 */
export function usageLines(
  world: World,
  subscription: Subscription,
  item: SubscriptionItem,
  period: Period,
): LineDraft[] {
  const lines: LineDraft[] = [];
  let from = period.start;
  for (const { price, until } of world.state.formerPrices.find(item.id)?.prices ?? []) {
    if (until <= from || until > period.end) continue;
    const former = withPrice(item, world.state.prices.get(price));
    const line = usageLine(world, subscription, former, { start: from, end: until });
    if (line.quantity > 0) lines.push(line);
    from = until;
  }
  return [...lines, usageLine(world, subscription, item, { start: from, end: period.end })];
}
