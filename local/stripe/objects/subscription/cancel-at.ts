import type { Stripe } from "stripe";
import { notSupported } from "../../http/stripe-error";
import type { SubscriptionItem } from "../../state/records";

/** An item whose period goes no further than the subscription's end. */
export const endingBy = (item: SubscriptionItem, end: number | null): SubscriptionItem =>
  end !== null && end < item.current_period_end ? { ...item, current_period_end: end } : item;

/**
 * A cancellation time by name or by number (https://docs.stripe.com/billing/subscriptions/cancel): items of different
 * intervals end their periods at different times.
 */
export function resolveCancelAt(
  given: Stripe.SubscriptionUpdateParams["cancel_at"],
  items: readonly Pick<SubscriptionItem, "current_period_end">[],
): number | null {
  if (given === undefined || given === "" || given === null) return null;
  if (typeof given === "number") return given;
  const ends = items.map((item) => item.current_period_end);
  if (given === "min_period_end") return Math.min(...ends);
  // nothing is billed further ahead than a period here
  if (given === "max_period_end" || given === "max_billed_until") return Math.max(...ends);
  throw notSupported(`cancel_at ${given}`, "cancel_at");
}
