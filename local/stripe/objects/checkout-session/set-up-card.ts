import { StripeError } from "../../http/stripe-error";
import type { CheckoutPlan, CheckoutSession, PaymentMethod } from "../../state/records";
import type { World } from "../../world";
import { attemptSetup, openSetupIntent } from "../setup-intent/operations";
import { setupIntentOf } from "./leave-attempt";

/** Saves a card for later, and checks it now. Returns the setup intent's id. @throws card_error */
export function setUpCard(
  world: World,
  session: CheckoutSession,
  plan: CheckoutPlan,
  method: PaymentMethod | null,
  authenticated: boolean,
): string {
  const intent = openSetupIntent(world, setupIntentOf(session, plan));
  if (!method) return intent.id;
  const result = attemptSetup(world, intent.id, { paymentMethod: method.id, authenticated });
  const error = result.last_setup_error;
  if (error)
    throw new StripeError(
      402,
      "card_error",
      error.code ?? "card_declined",
      error.message ?? "Your card was declined.",
      error.decline_code ? { decline_code: error.decline_code } : {},
    );
  return intent.id;
}
