import { invalidRequest, StripeError } from "../../http/stripe-error";
import type { PaymentIntent, PaymentMethod } from "../../state/records";
import type { World } from "../../world";
import { createCharge } from "../charge/create-charge";
import { openDispute } from "../dispute/open-dispute";
import { attachUnchecked } from "../payment-method/attach-payment-method";
import { getPaymentMethod } from "../payment-method/find-payment-method";
import { isDebitType } from "../payment-method/test-bank-accounts";
import { behaviourOf, type CardBehaviour } from "../payment-method/test-cards";
import { startDebit } from "./start-debit";

export interface Attempt {
  paymentMethod: string;
  /** The customer has just passed the card's authentication. */
  authenticated?: boolean;
  /** Where the authentication page sends the customer back to. */
  returnUrl?: string | null;
  /** Where the customer authenticates, when that is not the intent's own page. */
  authenticationUrl?: string;
}

/**
 * Tries to pay an intent: with a card it succeeds, asks for authentication, or is declined; with a bank account it is
 * processing. Never throws for a decline: the intent's `last_payment_error` tells. Events in Stripe's order: the
 * charge's, then the intent's.
 *
 * @throws invalid_request_error when the intent does not take this kind of payment method
 */
export function attemptPayment(world: World, id: string, attempt: Attempt): PaymentIntent {
  const method = getPaymentMethod(world, attempt.paymentMethod, "payment_method");
  const intent = world.state.paymentIntents.patch(id, {
    payment_method: method.id,
    next_action: null,
    last_payment_error: null,
  });
  checkType(intent, method);
  if (isDebitType(method.type)) return startDebit(world, intent, method);
  const behaviour = behaviourOf(world.state.cardSecrets.find(method.id)?.number ?? "");
  if (!attempt.authenticated && needsAuthentication(world, behaviour, method.id)) {
    const waiting = world.state.paymentIntents.put({
      ...intent,
      status: "requires_action",
      next_action: {
        type: "redirect_to_url",
        redirect_to_url: {
          return_url: attempt.returnUrl ?? null,
          url: attempt.authenticationUrl ?? `${world.settings.publicUrl}/authenticate/${intent.id}`,
        },
      },
    });
    world.emit("payment_intent.requires_action", waiting);
    return waiting;
  }
  const outcome = {
    ...(behaviour.decline ? { decline: behaviour.decline } : {}),
    ...(attempt.authenticated ? { authenticated: true } : {}),
  };
  const charge = createCharge(world, intent, method, outcome);
  if (behaviour.decline) {
    world.emit("charge.failed", charge);
    const refused = world.state.paymentIntents.put({
      ...intent,
      status: "requires_payment_method",
      payment_method: null,
      latest_charge: charge.id,
      last_payment_error: {
        ...(behaviour.decline.adviceCode ? { advice_code: behaviour.decline.adviceCode } : {}),
        charge: charge.id,
        code: behaviour.decline.code as "card_declined",
        ...(behaviour.decline.declineCode ? { decline_code: behaviour.decline.declineCode } : {}),
        doc_url: `https://stripe.com/docs/error-codes/${behaviour.decline.code.replaceAll("_", "-")}`,
        message: behaviour.decline.message,
        payment_method: method as never,
        type: "card_error",
      },
    });
    world.emit("payment_intent.payment_failed", refused);
    return refused;
  }
  if (intent.customer && intent.setup_future_usage) {
    attachUnchecked(world, method.id, intent.customer);
    rememberSetUp(world, method.id);
  }
  world.emit("charge.succeeded", charge);
  const isHeld = intent.capture_method === "manual";
  const paid = world.state.paymentIntents.put({
    ...intent,
    status: isHeld ? "requires_capture" : "succeeded",
    amount_received: isHeld ? 0 : intent.amount,
    amount_capturable: isHeld ? intent.amount : 0,
    latest_charge: charge.id,
  });
  world.emit(isHeld ? "payment_intent.amount_capturable_updated" : "payment_intent.succeeded", paid);
  if (behaviour.dispute) openDispute(world, charge.id, { reason: behaviour.dispute });
  return paid;
}

/** The customer failed or left the card's authentication page. */
export function failAuthentication(world: World, id: string): PaymentIntent {
  const intent = world.state.paymentIntents.get(id);
  const refused = world.state.paymentIntents.put({
    ...intent,
    status: "requires_payment_method",
    next_action: null,
    payment_method: null,
    last_payment_error: {
      code: "payment_intent_authentication_failure",
      message:
        "We are unable to authenticate your payment method. Please choose a different payment method and try again.",
      payment_method: (world.state.paymentMethods.find(intent.payment_method ?? "") ?? null) as never,
      type: "invalid_request_error",
    },
  });
  world.emit("payment_intent.payment_failed", refused);
  return refused;
}

/** The 402 that a declined intent answers with. */
export function declineError(world: World, intent: PaymentIntent, keepsChanges = true): StripeError {
  const error = intent.last_payment_error;
  return new StripeError(
    402,
    "card_error",
    error?.code ?? "card_declined",
    error?.message ?? "Your card was declined.",
    {
      ...(error?.charge ? { charge: error.charge } : {}),
      ...(error?.advice_code ? { advice_code: error.advice_code } : {}),
      ...(error?.decline_code ? { decline_code: error.decline_code } : {}),
      payment_intent: world.state.paymentIntents.find(intent.id) ?? intent,
      ...(error?.payment_method ? { payment_method: error.payment_method as object } : {}),
    },
    keepsChanges,
  );
}

function checkType(intent: PaymentIntent, method: PaymentMethod): void {
  const allowed: readonly string[] = intent.payment_method_types;
  if (allowed.includes(method.type)) return;
  throw invalidRequest(
    `The PaymentMethod provided (${method.type}) is not allowed for this PaymentIntent. Please attach a PaymentMethod of one of the following types: ${allowed.join(", ")}.`,
    "payment_method",
    "payment_intent_incompatible_payment_method",
  );
}

function needsAuthentication(world: World, behaviour: CardBehaviour, method: string): boolean {
  if (behaviour.authentication === "always") return true;
  return behaviour.authentication === "once" && !world.state.meta.find(`set_up:${method}`);
}

/** The customer agreed to later payments: a card that asks once does not ask again. */
export function rememberSetUp(world: World, method: string): void {
  world.state.meta.put({ id: `set_up:${method}`, value: true });
}
