import type { PaymentIntent, PaymentMethod } from "../../state/records";
import type { World } from "../../world";
import { createCharge } from "../charge/create-charge";
import { attachUnchecked } from "../payment-method/attach-payment-method";

/**
 * Asks a bank for the intent's amount. Nobody knows yet whether it pays: the intent is `processing`, its charge
 * `pending` (https://docs.stripe.com/payments/paymentintents/lifecycle#intent-statuses).
 */
export function startDebit(world: World, intent: PaymentIntent, method: PaymentMethod): PaymentIntent {
  const charge = createCharge(world, intent, method, { isPending: true });
  if (intent.customer && intent.setup_future_usage) attachUnchecked(world, method.id, intent.customer);
  const processing = world.state.paymentIntents.put({
    ...intent,
    status: "processing",
    latest_charge: charge.id,
  });
  world.emit("payment_intent.processing", processing);
  world.emit("charge.pending", charge);
  return processing;
}
