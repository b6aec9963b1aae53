import { invalidRequest } from "../../http/stripe-error";
import type { CheckoutSession } from "../../state/records";
import type { World } from "../../world";
import { cancelAttempt } from "./leave-attempt";

/** Closes an open session: asked for, or because its time is over. @throws when it is not open */
export function expireCheckout(world: World, id: string): CheckoutSession {
  const session = world.state.checkoutSessions.get(id);
  if (session.status !== "open")
    throw invalidRequest(
      `Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of ${session.status}.`,
    );
  const expired = world.state.checkoutSessions.put({ ...session, status: "expired", url: null });
  cancelAttempt(world, expired);
  world.emit("checkout.session.expired", expired);
  return expired;
}
