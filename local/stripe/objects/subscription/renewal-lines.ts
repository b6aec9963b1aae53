import type { Subscription, SubscriptionItem } from "../../state/records";
import type { World } from "../../world";
import type { LineDraft } from "../invoice/line-draft";
import { partialPeriodLine, trialLine } from "./billing-lines";
import { isMetered, type Period } from "./subscription-items";
import { usageLines } from "./usage-lines";

/** An item whose period is over and begins anew. */
export interface Turn {
  item: SubscriptionItem;
  past: Period;
  coming: Period;
  /** The whole period of the grid that the coming one is, or is a part of. */
  whole: Period;
}

/**
 * What a renewal bills: the coming period of licensed items, the past one of metered items. What was used in a trial is
 * free (https://docs.stripe.com/billing/subscriptions/trials/free-trials).
 */
export function renewalLines(
  world: World,
  subscription: Subscription,
  turns: readonly Turn[],
  isTrialOver: boolean,
): LineDraft[] {
  return turns.flatMap(({ item, past, coming, whole }) => {
    if (!isMetered(item)) return [partialPeriodLine(world, subscription, item, coming, whole)];
    return isTrialOver
      ? [trialLine(world, subscription, item, past)]
      : usageLines(world, subscription, item, past);
  });
}
