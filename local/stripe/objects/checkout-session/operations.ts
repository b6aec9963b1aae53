import type { Stripe } from "stripe";
import { listPage, listPageOf } from "../../http/list-page";
import { listOperation, operation } from "../../http/operation";
import { noSuch } from "../../http/stripe-error";
import { mergeMetadata } from "../../state/metadata";
import type { CheckoutSession } from "../../state/records";
import type { World } from "../../world";
import { CREATE_SESSION_PARAMS, createCheckoutSession } from "./create-checkout-session";
import { expireCheckout } from "./expire-checkout";

function getSession(world: World, id: string): CheckoutSession {
  const session = world.state.checkoutSessions.find(id);
  if (!session) throw noSuch("checkout.session", id, "session");
  return session;
}

export const checkoutSessionOperations = [
  operation<Stripe.Checkout.SessionCreateParams>(
    "POST",
    "/v1/checkout/sessions",
    CREATE_SESSION_PARAMS,
    ({ world, params }) => createCheckoutSession(world, params),
  ),
  listOperation<Stripe.Checkout.SessionListParams>(
    "/v1/checkout/sessions",
    ["customer", "subscription", "payment_intent", "status", "customer_details"],
    ({ world, params }) =>
      listPage(world.state.checkoutSessions, params, {
        url: "/v1/checkout/sessions",
        by: params.subscription
          ? { index: "subscription", key: params.subscription }
          : params.payment_intent
            ? { index: "payment_intent", key: params.payment_intent }
            : params.customer
              ? { index: "customer", key: params.customer }
              : undefined,
        where: (session) =>
          (!params.customer || session.customer === params.customer) &&
          (!params.status || session.status === params.status) &&
          (!params.customer_details || session.customer_details?.email === params.customer_details.email),
      }),
  ),
  operation("GET", "/v1/checkout/sessions/{id}", [], ({ world, id }) => getSession(world, id)),
  operation<Stripe.Checkout.SessionUpdateParams>(
    "POST",
    "/v1/checkout/sessions/{id}",
    ["metadata"],
    ({ world, params, id }) => {
      const session = getSession(world, id);
      return world.state.checkoutSessions.put({
        ...session,
        metadata: mergeMetadata(session.metadata ?? {}, params.metadata),
      });
    },
  ),
  operation("POST", "/v1/checkout/sessions/{id}/expire", [], ({ world, id }) =>
    expireCheckout(world, getSession(world, id).id),
  ),
  listOperation<Stripe.Checkout.SessionListLineItemsParams>(
    "/v1/checkout/sessions/{id}/line_items",
    [],
    ({ world, params, id }) =>
      listPageOf(
        world.state.checkoutPlans.get(getSession(world, id).id).lineItems,
        params,
        `/v1/checkout/sessions/${id}/line_items`,
      ),
  ),
];
