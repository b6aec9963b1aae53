import type { Subscription, SubscriptionItem } from "../../state/records";
import type { World } from "../../world";
import type { LineDraft } from "../invoice/line-draft";
import { unusedTime } from "./billed-spans";
import { creditLine, remainderLine } from "./proration-lines";
import { isMetered, priceOf } from "./subscription-items";

/** Credits for the unused time of what changes, then the remaining time of what it becomes. */
export function prorateChange(
  world: World,
  before: Subscription,
  next: Subscription,
  at: number,
): LineDraft[] {
  const changed = before.items.data.filter((item) => !isUnchanged(item, next));
  const credits = changed.flatMap((item) => creditsOf(world, before, item, at));
  const known = new Map(before.items.data.map((item) => [item.id, item]));
  const remainders = next.items.data
    .filter(
      (item) => !isMetered(item) && (!known.has(item.id) || !isUnchanged(known.get(item.id) ?? item, next)),
    )
    .map((item) => remainderLine(world, next, item, at));
  return [...credits, ...remainders].filter((line) => line.period.end > line.period.start);
}

/** The credits for what was billed of an item and not used; nothing when nothing was billed. */
export function creditsOf(
  world: World,
  subscription: Subscription,
  item: SubscriptionItem,
  at: number,
): LineDraft[] {
  if (isMetered(item)) return [];
  return unusedTime(world, item, at).map((unused) =>
    creditLine(world, subscription, item, {
      ...unused,
      price: world.state.prices.find(unused.price) ?? priceOf(world, item),
    }),
  );
}

function isUnchanged(item: SubscriptionItem, next: Subscription): boolean {
  const after = next.items.data.find((candidate) => candidate.id === item.id);
  return after !== undefined && after.price.id === item.price.id && after.quantity === item.quantity;
}
