import type { Stripe } from "stripe";
import { listPage } from "../../http/list-page";
import { listOperation, operation } from "../../http/operation";
import { searchOperation } from "../../http/search";
import { invalidRequest, noSuch, StripeError } from "../../http/stripe-error";
import { isFraction, MAXIMUM_AMOUNT, minimumAmount } from "../../money/minimum-amount";
import { mergeMetadata, newMetadata } from "../../state/metadata";
import type { PaymentIntent } from "../../state/records";
import type { World } from "../../world";
import { createBalanceTransaction, feeOf } from "../charge/create-charge";
import { getCustomer } from "../customer/find-customer";
import { getPaymentMethod } from "../payment-method/find-payment-method";
import { attemptPayment, declineError } from "./attempt-payment";
import { openPaymentIntent } from "./create-payment-intent";
import { settlePaymentIntent } from "./settle-payment-intent";

/** @throws resource_missing */
export function getPaymentIntent(world: World, id: string, param?: string): PaymentIntent {
  const intent = world.state.paymentIntents.find(id);
  if (!intent) throw noSuch("payment_intent", id, param ?? "intent", param ? 400 : 404);
  return intent;
}

function confirm(world: World, id: string, params: Stripe.PaymentIntentConfirmParams): PaymentIntent {
  const intent = getPaymentIntent(world, id);
  const confirmable: string[] = ["requires_payment_method", "requires_confirmation", "requires_action"];
  if (!confirmable.includes(intent.status)) throw unexpectedState(intent, "confirm");
  const method = params.payment_method ?? intent.payment_method;
  if (!method)
    throw invalidRequest(
      "You cannot confirm this PaymentIntent because it's missing a payment method. You can either update the PaymentIntent with a payment method and then confirm it again, or confirm it again directly with a payment method or ConfirmationToken.",
      undefined,
      "payment_intent_unexpected_state",
    );
  if (params.setup_future_usage)
    world.state.paymentIntents.patch(id, { setup_future_usage: params.setup_future_usage || null });
  const result = attemptPayment(world, id, { paymentMethod: method, returnUrl: params.return_url ?? null });
  settlePaymentIntent(world, id);
  if (result.last_payment_error) throw declineError(world, result);
  if (
    result.status === "requires_action" &&
    (params.error_on_requires_action || params.off_session === true)
  ) {
    throw new StripeError(
      402,
      "card_error",
      "authentication_required",
      "Your card was declined. This transaction requires authentication.",
      { decline_code: "authentication_required", payment_intent: result },
      true,
    );
  }
  return world.state.paymentIntents.get(id);
}

function unexpectedState(intent: PaymentIntent, verb: string): StripeError {
  return invalidRequest(
    `You cannot ${verb} this PaymentIntent because it has a status of ${intent.status}.`,
    undefined,
    "payment_intent_unexpected_state",
  );
}

/** What a currency allows (https://docs.stripe.com/currencies). @throws invalid_request_error */
function checkAmount(amount: number, currency: string): void {
  const least = minimumAmount(currency);
  if (amount < least)
    throw invalidRequest(`Amount must be at least ${least} ${currency}`, "amount", "amount_too_small");
  if (amount > MAXIMUM_AMOUNT)
    throw invalidRequest(
      `Amount must be no more than ${MAXIMUM_AMOUNT} ${currency}`,
      "amount",
      "amount_too_large",
    );
  if (isFraction(amount, currency))
    throw invalidRequest(
      `Invalid amount: ${currency} has no fractions, so it must be a multiple of 100.`,
      "amount",
    );
}

function create(world: World, params: Stripe.PaymentIntentCreateParams): PaymentIntent {
  if (params.customer) getCustomer(world, params.customer, "customer");
  const currency = params.currency.toLowerCase();
  checkAmount(params.amount, currency);
  const method = params.payment_method
    ? getPaymentMethod(world, params.payment_method, "payment_method")
    : null;
  const intent = openPaymentIntent(world, {
    amount: params.amount,
    currency,
    customer: params.customer ?? null,
    description: params.description ?? null,
    metadata: newMetadata(params.metadata),
    paymentMethod: method?.id ?? null,
    receiptEmail: params.receipt_email || null,
    setupFutureUsage: params.setup_future_usage ?? null,
    captureMethod: params.capture_method ?? "automatic",
    confirmationMethod: params.confirmation_method ?? "automatic",
    automaticMethods: params.automatic_payment_methods?.enabled ?? true,
    statementDescriptor: params.statement_descriptor ?? null,
  });
  if (!params.confirm) return intent;
  return confirm(world, intent.id, {
    ...(params.off_session === undefined ? {} : { off_session: params.off_session }),
    ...(params.return_url === undefined ? {} : { return_url: params.return_url }),
    ...(params.error_on_requires_action === undefined
      ? {}
      : { error_on_requires_action: params.error_on_requires_action }),
  });
}

function capture(world: World, id: string, params: Stripe.PaymentIntentCaptureParams): PaymentIntent {
  const intent = getPaymentIntent(world, id);
  if (intent.status !== "requires_capture") throw unexpectedState(intent, "capture");
  const amount = params.amount_to_capture ?? intent.amount_capturable;
  if (amount > intent.amount_capturable)
    throw invalidRequest(
      "The amount to capture is larger than the amount that can be captured.",
      "amount_to_capture",
    );
  const charge = world.state.charges.get(intent.latest_charge ?? "");
  const entry = createBalanceTransaction(world, {
    amount,
    fee: feeOf(amount),
    currency: intent.currency,
    source: charge.id,
    type: "charge",
    created: world.nowOf(intent.customer),
  });
  const captured = world.state.charges.patch(charge.id, {
    captured: true,
    amount_captured: amount,
    balance_transaction: entry.id,
  });
  world.emit("charge.captured", captured);
  const done = world.state.paymentIntents.patch(id, {
    status: "succeeded",
    amount_capturable: 0,
    amount_received: amount,
  });
  world.emit("payment_intent.succeeded", done);
  return done;
}

export const paymentIntentOperations = [
  operation<Stripe.PaymentIntentCreateParams>(
    "POST",
    "/v1/payment_intents",
    [
      "amount",
      "currency",
      "customer",
      "description",
      "metadata",
      "payment_method",
      "receipt_email",
      "setup_future_usage",
      "capture_method",
      "confirmation_method",
      "confirm",
      "automatic_payment_methods",
      "allowed_payment_method_types",
      "off_session",
      "return_url",
      "error_on_requires_action",
      "statement_descriptor",
    ],
    ({ world, params }) => create(world, params),
  ),
  listOperation<Stripe.PaymentIntentListParams>("/v1/payment_intents", ["customer"], ({ world, params }) =>
    listPage(world.state.paymentIntents, params, {
      url: "/v1/payment_intents",
      by: params.customer ? { index: "customer", key: params.customer } : undefined,
    }),
  ),
  searchOperation("/v1/payment_intents/search", (world) => world.state.paymentIntents, [
    "amount",
    "customer",
    "status",
  ]),
  operation("GET", "/v1/payment_intents/{id}", [], ({ world, id }) => getPaymentIntent(world, id)),
  operation<Stripe.PaymentIntentUpdateParams>(
    "POST",
    "/v1/payment_intents/{id}",
    [
      "amount",
      "currency",
      "customer",
      "description",
      "metadata",
      "payment_method",
      "receipt_email",
      "setup_future_usage",
    ],
    ({ world, params, id }) => {
      const before = getPaymentIntent(world, id);
      if (before.status === "succeeded" || before.status === "canceled")
        if (params.amount || params.currency || params.payment_method)
          throw unexpectedState(before, "update");
      const method = params.payment_method
        ? getPaymentMethod(world, params.payment_method, "payment_method")
        : null;
      return world.state.paymentIntents.put({
        ...before,
        amount: params.amount ?? before.amount,
        currency: params.currency ?? before.currency,
        customer: params.customer ?? before.customer,
        description: params.description ?? before.description,
        metadata: mergeMetadata(before.metadata, params.metadata),
        payment_method: method?.id ?? before.payment_method,
        receipt_email: params.receipt_email || before.receipt_email,
        setup_future_usage: params.setup_future_usage || before.setup_future_usage,
        status:
          method && before.status === "requires_payment_method" ? "requires_confirmation" : before.status,
      });
    },
  ),
  operation<Stripe.PaymentIntentConfirmParams>(
    "POST",
    "/v1/payment_intents/{id}/confirm",
    ["payment_method", "return_url", "off_session", "setup_future_usage", "error_on_requires_action"],
    ({ world, params, id }) => confirm(world, id, params),
  ),
  operation<Stripe.PaymentIntentCaptureParams>(
    "POST",
    "/v1/payment_intents/{id}/capture",
    ["amount_to_capture"],
    ({ world, params, id }) => capture(world, id, params),
  ),
  operation<Stripe.PaymentIntentCancelParams>(
    "POST",
    "/v1/payment_intents/{id}/cancel",
    ["cancellation_reason"],
    ({ world, params, id }) => {
      const intent = getPaymentIntent(world, id);
      if (["succeeded", "canceled", "processing"].includes(intent.status))
        throw unexpectedState(intent, "cancel");
      return cancelPaymentIntent(world, id, params.cancellation_reason ?? null);
    },
  ),
];

/** Ends an intent that will not be paid. */
export function cancelPaymentIntent(
  world: World,
  id: string,
  reason: PaymentIntent["cancellation_reason"],
): PaymentIntent {
  const intent = world.state.paymentIntents.get(id);
  const canceled = world.state.paymentIntents.put({
    ...intent,
    status: "canceled",
    canceled_at: world.nowOf(intent.customer),
    cancellation_reason: reason,
    next_action: null,
    amount_capturable: 0,
  });
  world.emit("payment_intent.canceled", canceled);
  return canceled;
}
