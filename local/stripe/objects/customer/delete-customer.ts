import type { Tombstone } from "../../state/records";
import type { World } from "../../world";
import { cancelNow } from "../subscription/cancel-subscription";
import { subscriptionIsOver } from "../subscription/subscription-status";
import { getCustomer } from "./find-customer";

/** Deletes for good and cancels every subscription at once (https://docs.stripe.com/api/customers/delete). */
export function deleteCustomer(world: World, id: string): Tombstone {
  const customer = getCustomer(world, id);
  for (const subscription of world.state.subscriptions.newestFirst({ index: "customer", key: id }))
    if (!subscriptionIsOver(subscription))
      cancelNow(world, subscription, { reason: "cancellation_requested" });
  for (const method of world.state.paymentMethods.newestFirst({ index: "customer", key: id }))
    world.state.paymentMethods.patch(method.id, { customer: null });
  world.emit("customer.deleted", customer);
  world.state.customers.delete(id);
  return world.state.tombstones.put({ id, object: "customer", deleted: true });
}
