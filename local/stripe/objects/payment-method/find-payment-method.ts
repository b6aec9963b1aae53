import { invalidRequest, noSuch } from "../../http/stripe-error";
import type { PaymentMethod } from "../../state/records";
import type { World } from "../../world";
import { createCard, expiryYear } from "./create-payment-method";
import { numberOfTestCard } from "./test-cards";

/**
 * A payment method by id. `pm_card_visa` and its like make a new one each time they are named, as with Stripe.
 *
 * @throws resource_missing
 */
export function getPaymentMethod(world: World, id: string, param?: string): PaymentMethod {
  const known = world.state.paymentMethods.find(id);
  if (known) return known;
  const number = numberOfTestCard(id);
  if (number) return createCard(world, { number, expMonth: 12, expYear: expiryYear() });
  throw noSuch("PaymentMethod", id, param ?? "id", param ? 400 : 404);
}

/** @throws when the payment method belongs to somebody else, or to nobody */
export function checkIsAttachedTo(world: World, id: string, customer: string, param: string): PaymentMethod {
  const method = getPaymentMethod(world, id, param);
  if (method.customer !== customer)
    throw invalidRequest(
      `The customer does not have a payment method with the ID ${id}. The payment method must be attached to the customer.`,
      param,
      "resource_missing",
    );
  return method;
}
