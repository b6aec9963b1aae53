import { noSuch } from "../../http/stripe-error";
import type { Customer } from "../../state/records";
import type { World } from "../../world";

/** @throws resource_missing, with 400 when the id came in a parameter and 404 when it came in the path */
export function getCustomer(world: World, id: string, param?: string): Customer {
  const customer = world.state.customers.find(id);
  if (!customer) throw noSuch("customer", id, param ?? "id", param ? 400 : 404);
  return customer;
}
