import type { Subscription } from "../../state/records";

/** Nothing more happens to it. */
export function subscriptionIsOver(subscription: Subscription): boolean {
  return subscription.status === "canceled" || subscription.status === "incomplete_expired";
}
