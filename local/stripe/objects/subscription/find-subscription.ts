import { noSuch } from "../../http/stripe-error";
import type { Subscription } from "../../state/records";
import type { World } from "../../world";

/** @throws resource_missing */
export function getSubscription(world: World, id: string, param?: string): Subscription {
  const subscription = world.state.subscriptions.find(id);
  if (!subscription) throw noSuch("subscription", id, param ?? "id", param ? 400 : 404);
  return subscription;
}
