import { StripeError } from "../../http/stripe-error";
import type { Subscription } from "../../state/records";
import type { World } from "../../world";

/** Manual rates by id. @throws resource_missing */
export function readTaxRates(
  world: World,
  ids: readonly string[],
): NonNullable<Subscription["default_tax_rates"]> {
  return ids.map((id) => {
    const rate = world.state.taxRates.find(id);
    if (!rate)
      throw new StripeError(400, "invalid_request_error", "resource_missing", `No such tax rate: '${id}'`, {
        param: "default_tax_rates",
      });
    return rate;
  });
}
