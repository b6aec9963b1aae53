import type { Stripe } from "stripe";

/** A cancellation time by name or by number (https://docs.stripe.com/billing/subscriptions/cancel#set-a-cancellation-date). */
export function resolveCancelAt(
  given: Stripe.SubscriptionUpdateParams["cancel_at"],
  period: { end: number },
): number | null {
  if (given === undefined || given === "" || given === null) return null;
  // all items end together here, so the earliest and the latest end are the same
  return typeof given === "number" ? given : period.end;
}
