import type { Stripe } from "stripe";
import { listPage } from "../../http/list-page";
import { listOperation, operation } from "../../http/operation";
import { invalidRequest, noSuch, StripeError } from "../../http/stripe-error";
import { randomText } from "../../state/ids";
import { mergeMetadata, newMetadata } from "../../state/metadata";
import type { SetupIntent } from "../../state/records";
import type { World } from "../../world";
import { getCustomer } from "../customer/find-customer";
import { type Attempt, rememberSetUp } from "../payment-intent/attempt-payment";
import { attachUnchecked } from "../payment-method/attach-payment-method";
import { getPaymentMethod } from "../payment-method/find-payment-method";
import { behaviourOf } from "../payment-method/test-cards";

interface NewSetupIntent {
  customer: string | null;
  description?: string | null;
  metadata?: Record<string, string>;
  paymentMethod?: string | null;
  usage?: string;
  /** An intent that was tried before and is to be tried again. */
  adopts?: string | undefined;
}

/** An intent to save a card for later payments. */
export function openSetupIntent(world: World, given: NewSetupIntent): SetupIntent {
  const tried = world.state.setupIntents.find(given.adopts ?? "");
  if (tried) return world.state.setupIntents.put({ ...tried, customer: given.customer });
  const id = world.newId("seti");
  const intent: SetupIntent = {
    id,
    object: "setup_intent",
    allowed_payment_method_types: ["card"],
    application: null,
    automatic_payment_methods: { allow_redirects: "always", enabled: true },
    cancellation_reason: null,
    client_secret: `${id}_secret_${randomText(25)}`,
    created: world.nowOf(given.customer),
    customer: given.customer,
    description: given.description ?? null,
    excluded_payment_method_types: null,
    flow_directions: null,
    last_setup_error: null,
    latest_attempt: null,
    livemode: false,
    mandate: null,
    metadata: given.metadata ?? {},
    next_action: null,
    on_behalf_of: null,
    payment_method: given.paymentMethod ?? null,
    payment_method_configuration_details: null,
    payment_method_options: {
      card: { mandate_options: null, network: null, request_three_d_secure: "automatic" },
    },
    payment_method_types: ["card"],
    single_use_mandate: null,
    status: given.paymentMethod ? "requires_confirmation" : "requires_payment_method",
    usage: given.usage ?? "off_session",
  };
  world.state.setupIntents.put(intent);
  world.emit("setup_intent.created", intent);
  return intent;
}

/** Tries to save the card: done, authentication needed, or declined (`last_setup_error` tells). */
export function attemptSetup(world: World, id: string, attempt: Attempt): SetupIntent {
  const method = getPaymentMethod(world, attempt.paymentMethod, "payment_method");
  const behaviour = behaviourOf(world.state.cardSecrets.find(method.id)?.number ?? "");
  const intent = world.state.setupIntents.patch(id, {
    payment_method: method.id,
    next_action: null,
    last_setup_error: null,
  });
  if (behaviour.authentication && !attempt.authenticated) {
    const waiting = world.state.setupIntents.put({
      ...intent,
      status: "requires_action",
      next_action: {
        type: "redirect_to_url",
        redirect_to_url: {
          return_url: attempt.returnUrl ?? null,
          url: attempt.authenticationUrl ?? `${world.settings.publicUrl}/authenticate/${id}`,
        },
      },
    });
    world.emit("setup_intent.requires_action", waiting);
    return waiting;
  }
  const decline = behaviour.decline?.onAttach ? behaviour.decline : undefined;
  if (decline) {
    const refused = world.state.setupIntents.put({
      ...intent,
      status: "requires_payment_method",
      payment_method: null,
      last_setup_error: {
        code: decline.code as "card_declined",
        ...(decline.declineCode ? { decline_code: decline.declineCode } : {}),
        message: decline.message,
        payment_method: method as never,
        type: "card_error",
      },
    });
    world.emit("setup_intent.setup_failed", refused);
    return refused;
  }
  if (intent.customer) attachUnchecked(world, method.id, intent.customer);
  rememberSetUp(world, method.id);
  const done = world.state.setupIntents.put({ ...intent, status: "succeeded" });
  world.emit("setup_intent.succeeded", done);
  return done;
}

/** The customer failed the authentication of a card that was to be saved. */
export function failSetupAuthentication(world: World, id: string): SetupIntent {
  const refused = world.state.setupIntents.patch(id, {
    status: "requires_payment_method",
    next_action: null,
    payment_method: null,
    last_setup_error: {
      code: "setup_intent_authentication_failure",
      message:
        "We are unable to authenticate your payment method. Please choose a different payment method and try again.",
      type: "invalid_request_error",
    },
  });
  world.emit("setup_intent.setup_failed", refused);
  return refused;
}

function getSetupIntent(world: World, id: string): SetupIntent {
  const intent = world.state.setupIntents.find(id);
  if (!intent) throw noSuch("setupintent", id, "intent");
  return intent;
}

function confirm(world: World, id: string, params: Stripe.SetupIntentConfirmParams): SetupIntent {
  const intent = getSetupIntent(world, id);
  const method = params.payment_method ?? intent.payment_method;
  if (intent.status === "succeeded" || intent.status === "canceled" || !method)
    throw invalidRequest(
      `You cannot confirm this SetupIntent because it has a status of ${intent.status}${method ? "" : " and no payment method"}.`,
      undefined,
      "setup_intent_unexpected_state",
    );
  const result = attemptSetup(world, id, { paymentMethod: method, returnUrl: params.return_url ?? null });
  const error = result.last_setup_error;
  if (error)
    throw new StripeError(
      402,
      "card_error",
      error.code ?? "card_declined",
      error.message ?? "Your card was declined.",
      { ...(error.decline_code ? { decline_code: error.decline_code } : {}), setup_intent: result },
      true,
    );
  return result;
}

export const setupIntentOperations = [
  operation<Stripe.SetupIntentCreateParams>(
    "POST",
    "/v1/setup_intents",
    [
      "customer",
      "description",
      "metadata",
      "payment_method",
      "usage",
      "confirm",
      "return_url",
      "automatic_payment_methods",
      "allowed_payment_method_types",
    ],
    ({ world, params }) => {
      if (params.customer) getCustomer(world, params.customer, "customer");
      const method = params.payment_method
        ? getPaymentMethod(world, params.payment_method, "payment_method")
        : null;
      const intent = openSetupIntent(world, {
        customer: params.customer ?? null,
        description: params.description ?? null,
        metadata: newMetadata(params.metadata),
        paymentMethod: method?.id ?? null,
        usage: params.usage ?? "off_session",
      });
      return params.confirm
        ? confirm(world, intent.id, params.return_url ? { return_url: params.return_url } : {})
        : intent;
    },
  ),
  listOperation<Stripe.SetupIntentListParams>(
    "/v1/setup_intents",
    ["customer", "payment_method"],
    ({ world, params }) =>
      listPage(world.state.setupIntents, params, {
        url: "/v1/setup_intents",
        by: params.customer ? { index: "customer", key: params.customer } : undefined,
        where: (intent) => !params.payment_method || intent.payment_method === params.payment_method,
      }),
  ),
  operation("GET", "/v1/setup_intents/{id}", [], ({ world, id }) => getSetupIntent(world, id)),
  operation<Stripe.SetupIntentUpdateParams>(
    "POST",
    "/v1/setup_intents/{id}",
    ["customer", "description", "metadata", "payment_method"],
    ({ world, params, id }) => {
      const before = getSetupIntent(world, id);
      const method = params.payment_method
        ? getPaymentMethod(world, params.payment_method, "payment_method")
        : null;
      return world.state.setupIntents.put({
        ...before,
        customer: params.customer ?? before.customer,
        description: params.description ?? before.description,
        metadata: mergeMetadata(before.metadata ?? {}, params.metadata),
        payment_method: method?.id ?? before.payment_method,
        status:
          method && before.status === "requires_payment_method" ? "requires_confirmation" : before.status,
      });
    },
  ),
  operation<Stripe.SetupIntentConfirmParams>(
    "POST",
    "/v1/setup_intents/{id}/confirm",
    ["payment_method", "return_url"],
    ({ world, params, id }) => confirm(world, id, params),
  ),
  operation<Stripe.SetupIntentCancelParams>(
    "POST",
    "/v1/setup_intents/{id}/cancel",
    ["cancellation_reason"],
    ({ world, params, id }) => {
      const intent = getSetupIntent(world, id);
      if (intent.status === "succeeded" || intent.status === "canceled")
        throw invalidRequest(
          `You cannot cancel this SetupIntent because it has a status of ${intent.status}.`,
          undefined,
          "setup_intent_unexpected_state",
        );
      const canceled = world.state.setupIntents.put({
        ...intent,
        status: "canceled",
        cancellation_reason: params.cancellation_reason ?? null,
        next_action: null,
      });
      world.emit("setup_intent.canceled", canceled);
      return canceled;
    },
  ),
];
