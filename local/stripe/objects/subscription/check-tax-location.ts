import { StripeError } from "../../http/stripe-error";
import { decideTax } from "../../money/tax";
import type { Customer } from "../../state/records";
import type { World } from "../../world";

/** @throws customer_tax_location_invalid when automatic tax is asked for and nobody knows where the customer is */
export function checkTaxLocation(world: World, customer: Customer): void {
  if (decideTax(world, customer, [])) return;
  throw new StripeError(
    400,
    "invalid_request_error",
    "customer_tax_location_invalid",
    "The customer's location isn't recognized. Set a valid customer address in order to automatically calculate tax.",
  );
}
