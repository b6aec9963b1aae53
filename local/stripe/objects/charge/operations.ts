import type { Stripe } from "stripe";
import { listPage } from "../../http/list-page";
import { listOperation, operation } from "../../http/operation";
import { searchOperation } from "../../http/search";
import { noSuch } from "../../http/stripe-error";
import { mergeMetadata } from "../../state/metadata";
import type { Charge } from "../../state/records";
import type { World } from "../../world";

/** @throws resource_missing */
export function getCharge(world: World, id: string, param?: string): Charge {
  const charge = world.state.charges.find(id);
  if (!charge) throw noSuch("charge", id, param ?? "id", param ? 400 : 404);
  return charge;
}

export const chargeOperations = [
  listOperation<Stripe.ChargeListParams>("/v1/charges", ["customer", "payment_intent"], ({ world, params }) =>
    listPage(world.state.charges, params, {
      url: "/v1/charges",
      by: params.payment_intent
        ? { index: "payment_intent", key: params.payment_intent }
        : params.customer
          ? { index: "customer", key: params.customer }
          : undefined,
      where: (charge) => !params.customer || charge.customer === params.customer,
    }),
  ),
  searchOperation("/v1/charges/search", (world) => world.state.charges, [
    "amount",
    "customer",
    "status",
    "refunded",
    "disputed",
  ]),
  operation("GET", "/v1/charges/{id}", [], ({ world, id }) => getCharge(world, id)),
  operation<Stripe.ChargeUpdateParams>(
    "POST",
    "/v1/charges/{id}",
    ["description", "metadata", "receipt_email", "customer"],
    ({ world, params, id }) => {
      const before = getCharge(world, id);
      const after = world.state.charges.put({
        ...before,
        description: params.description ?? before.description,
        metadata: mergeMetadata(before.metadata, params.metadata),
        receipt_email: params.receipt_email ?? before.receipt_email,
        customer: params.customer ?? before.customer,
      });
      world.emit("charge.updated", after, before);
      return after;
    },
  ),
];
