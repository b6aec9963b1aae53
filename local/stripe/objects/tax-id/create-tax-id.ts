import type { TaxId } from "../../state/records";
import type { World } from "../../world";

/**
 * Keeps a customer's tax id. Stripe verifies some kinds asynchronously against government databases; here the
 * documented magic values decide (https://docs.stripe.com/billing/testing#customer-tax-id-verification).
 */
export function createTaxId(world: World, params: { customer: string; type: string; value: string }): TaxId {
  const status =
    params.value === "111111111" ? "unverified" : params.value === "222222222" ? "pending" : "verified";
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
    verification: { status, verified_address: null, verified_name: null },
  };
  world.state.taxIds.put(taxId);
  world.emit("customer.tax_id.created", taxId);
  return taxId;
}
