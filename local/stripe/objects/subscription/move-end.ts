import type { Subscription, SubscriptionItem } from "../../state/records";
import type { World } from "../../world";
import type { LineDraft } from "../invoice/line-draft";
import { holdLine } from "../invoice-item/invoice-items";
import { noteBilled } from "./bill-change";
import { billedUntil } from "./billed-spans";
import { creditsOf } from "./prorate-change";
import { remainderLine } from "./proration-lines";
import { gridPeriod, inPeriod, isMetered, recurrenceOf } from "./subscription-items";

/**
 * A planned end inside the current period cuts it short and credits what lies beyond; an end that moves away, or is
 * taken back, gives the time back and bills it (https://docs.stripe.com/billing/subscriptions/cancel). What is credited
 * and billed is pending then. A trial keeps its end.
 *
 * @returns the subscription with its periods, and whether anything is pending for it
 */
export function moveEnd(
  world: World,
  before: Subscription,
  after: Subscription,
  isProrated: boolean,
): { subscription: Subscription; isBilled: boolean } {
  const isLiving = after.status === "active" || after.status === "past_due" || after.status === "unpaid";
  if (before.cancel_at === after.cancel_at || !isLiving) return { subscription: after, isBilled: false };
  const items = after.items.data.map((item) => {
    const whole = gridPeriod(after.billing_cycle_anchor, recurrenceOf(item.price), item.current_period_start);
    const end = Math.min(whole.end, after.cancel_at ?? whole.end);
    return inPeriod(item, { start: item.current_period_start, end });
  });
  const subscription = { ...after, items: { ...after.items, data: items } };
  world.state.subscriptions.put(subscription);
  const lines = isProrated
    ? before.items.data.flatMap((item, at) => linesOf(world, subscription, item, items[at] ?? item))
    : [];
  for (const line of lines) {
    const held = holdLine(world, subscription.customer, subscription.currency, line);
    noteBilled(world, line.parent?.subscription_item_details?.subscription_item ?? "", line, held);
  }
  return { subscription, isBilled: lines.length > 0 };
}

function linesOf(
  world: World,
  subscription: Subscription,
  was: SubscriptionItem,
  is: SubscriptionItem,
): LineDraft[] {
  if (isMetered(is)) return [];
  const end = is.current_period_end;
  if (end < was.current_period_end)
    return creditsOf(world, subscription, is, end).map((line) => ({ ...line, bills: "cut" }));
  // time that was billed and never credited is not billed again
  const from = Math.max(was.current_period_end, billedUntil(world, is.id) ?? 0);
  return from < end ? [{ ...remainderLine(world, subscription, is, from), bills: "extension" }] : [];
}
