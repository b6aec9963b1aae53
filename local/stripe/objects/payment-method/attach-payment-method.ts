import { invalidRequest, StripeError } from "../../http/stripe-error";
import type { PaymentMethod } from "../../state/records";
import type { World } from "../../world";
import { getCustomer } from "../customer/find-customer";
import { getPaymentMethod } from "./find-payment-method";
import { behaviourOf } from "./test-cards";

/**
 * Saves a payment method to a customer. Cards that Stripe declines when they are validated are refused here, too.
 *
 * @throws card_error 402, or invalid_request_error when it already belongs to a customer
 */
export function attachPaymentMethod(world: World, id: string, customer: string): PaymentMethod {
  const owner = getCustomer(world, customer, "customer");
  const method = getPaymentMethod(world, id);
  if (method.customer === owner.id) return method;
  if (method.customer)
    throw invalidRequest(
      "The payment method you provided has already been attached to a customer.",
      "payment_method",
    );
  const decline = behaviourOf(world.state.cardSecrets.find(method.id)?.number ?? "").decline;
  if (decline?.onAttach)
    throw new StripeError(402, "card_error", decline.code, decline.message, {
      ...(decline.declineCode ? { decline_code: decline.declineCode } : {}),
    });
  return attachUnchecked(world, method.id, owner.id);
}

/** Saves it without asking the card: it has just paid. */
export function attachUnchecked(world: World, id: string, customer: string): PaymentMethod {
  const method = world.state.paymentMethods.get(id);
  if (method.customer === customer) return method;
  const attached = world.state.paymentMethods.patch(id, { customer });
  world.emit("payment_method.attached", attached);
  return attached;
}
