import type { TaxId } from "../../state/records";
import type { World } from "../../world";
import { isVerifiable } from "./verify-tax-id";

/** Keeps a customer's tax id. What an authority can look up is pending until it has. */
export function createTaxId(world: World, params: { customer: string; type: string; value: string }): TaxId {
  const taxId: TaxId = {
    id: world.newId("txi"),
    object: "tax_id",
    country: /^eu_/.test(params.type)
      ? params.value.slice(0, 2).toUpperCase()
      : params.type.slice(0, 2).toUpperCase(),
    created: world.nowOf(params.customer),
    customer: params.customer,
    customer_account: null,
    livemode: false,
    owner: { type: "customer", customer: params.customer, customer_account: null },
    type: params.type as TaxId["type"],
    value: params.value,
    verification: {
      status: isVerifiable(params.type) ? "pending" : "unavailable",
      verified_address: null,
      verified_name: null,
    },
  };
  world.state.taxIds.put(taxId);
  world.emit("customer.tax_id.created", taxId);
  return taxId;
}
