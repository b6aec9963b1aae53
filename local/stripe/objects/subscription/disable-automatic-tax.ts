import type { World } from "../../world";

/** Stripe switches automatic tax off on a subscription whose customer has no place to be taxed at. */
export function disableAutomaticTax(world: World, id: string): void {
  const before = world.state.subscriptions.get(id);
  const after = world.state.subscriptions.patch(id, {
    automatic_tax: { disabled_reason: "requires_location_inputs", enabled: false, liability: null },
  });
  world.emit("customer.subscription.updated", after, before);
}
