import type { Stripe } from "stripe";
import { listPage } from "../../http/list-page";
import { listOperation, operation } from "../../http/operation";
import { missingParam, noSuch } from "../../http/stripe-error";
import { mergeMetadata, newMetadata } from "../../state/metadata";
import type { TaxRate } from "../../state/records";
import type { World } from "../../world";
import { createTaxId } from "../tax-id/create-tax-id";

function getRate(world: World, id: string): TaxRate {
  const rate = world.state.taxRates.find(id);
  if (!rate) throw noSuch("tax rate", id);
  return rate;
}

/** Manual tax rates, and tax ids by their own path. */
export const taxOperations = [
  operation<Stripe.TaxRateCreateParams>(
    "POST",
    "/v1/tax_rates",
    [
      "active",
      "country",
      "description",
      "display_name",
      "inclusive",
      "jurisdiction",
      "metadata",
      "percentage",
      "state",
      "tax_type",
    ],
    ({ world, params }) => {
      const rate = world.state.taxRates.put({
        id: world.newId("txr"),
        object: "tax_rate",
        active: params.active ?? true,
        country: params.country ?? null,
        created: world.now(),
        description: params.description ?? null,
        display_name: params.display_name,
        effective_percentage: params.percentage,
        flat_amount: null,
        inclusive: params.inclusive,
        jurisdiction: params.jurisdiction ?? null,
        jurisdiction_level: null,
        livemode: false,
        metadata: newMetadata(params.metadata),
        percentage: params.percentage,
        rate_type: "percentage",
        state: params.state ?? null,
        tax_type: params.tax_type ?? null,
      });
      world.emit("tax_rate.created", rate);
      return rate;
    },
  ),
  listOperation<Stripe.TaxRateListParams>("/v1/tax_rates", ["active", "inclusive"], ({ world, params }) =>
    listPage(world.state.taxRates, params, {
      url: "/v1/tax_rates",
      where: (rate) =>
        (params.active === undefined || rate.active === params.active) &&
        (params.inclusive === undefined || rate.inclusive === params.inclusive),
    }),
  ),
  operation("GET", "/v1/tax_rates/{id}", [], ({ world, id }) => getRate(world, id)),
  operation<Stripe.TaxRateUpdateParams>(
    "POST",
    "/v1/tax_rates/{id}",
    ["active", "description", "display_name", "metadata"],
    ({ world, params, id }) => {
      const before = getRate(world, id);
      const after = world.state.taxRates.put({
        ...before,
        active: params.active ?? before.active,
        description: params.description ?? before.description,
        display_name: params.display_name ?? before.display_name,
        metadata: mergeMetadata(before.metadata ?? {}, params.metadata),
      });
      world.emit("tax_rate.updated", after, before);
      return after;
    },
  ),
  operation<Stripe.TaxIdCreateParams>(
    "POST",
    "/v1/tax_ids",
    ["type", "value", "owner"],
    ({ world, params }) => {
      const customer = params.owner?.customer;
      if (!customer || !world.state.customers.find(customer)) throw missingParam("owner[customer]");
      return createTaxId(world, { type: params.type, value: params.value, customer });
    },
  ),
  listOperation<Stripe.TaxIdListParams>("/v1/tax_ids", ["owner"], ({ world, params }) =>
    listPage(world.state.taxIds, params, {
      url: "/v1/tax_ids",
      by: params.owner?.customer ? { index: "customer", key: params.owner.customer } : undefined,
    }),
  ),
  operation("GET", "/v1/tax_ids/{id}", [], ({ world, id }) => {
    const taxId = world.state.taxIds.find(id);
    if (!taxId) throw noSuch("tax id", id);
    return taxId;
  }),
  operation("DELETE", "/v1/tax_ids/{id}", [], ({ world, id }) => {
    const taxId = world.state.taxIds.find(id);
    if (!taxId) throw noSuch("tax id", id);
    world.state.taxIds.delete(id);
    world.emit("customer.tax_id.deleted", taxId);
    return { id, object: "tax_id", deleted: true };
  }),
];
