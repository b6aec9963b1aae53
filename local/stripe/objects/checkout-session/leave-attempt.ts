import type { StripeError } from "../../http/stripe-error";
import { newMetadata } from "../../state/metadata";
import type { CheckoutPlan, CheckoutSession } from "../../state/records";
import type { World } from "../../world";
import { attemptPayment, failAuthentication } from "../payment-intent/attempt-payment";
import { openPaymentIntent } from "../payment-intent/create-payment-intent";
import { attemptSetup, failSetupAuthentication, openSetupIntent } from "../setup-intent/operations";
import { type Buyer, createMethod } from "./read-buyer";

interface Attempt {
  /** Minor units that the card was to pay; null when it was only to be saved. */
  amount: number | null;
  authenticated: boolean;
}

/**
 * What a card leaves on an open session when it is declined or asks for authentication: one intent for all attempts,
 * with its failed charges. Everything else is made when a card pays, also the subscription
 * (https://docs.stripe.com/payments/checkout/how-checkout-works#lifecycle).
 */
export function leaveAttempt(world: World, id: string, buyer: Buyer, attempt: Attempt): void {
  const session = world.state.checkoutSessions.get(id);
  const plan = world.state.checkoutPlans.get(id);
  const method = createMethod(world, session, buyer);
  if (!method) return;
  const how = {
    paymentMethod: method.id,
    authenticated: attempt.authenticated,
    authenticationUrl: `${world.settings.publicUrl}/checkout/${id}/authenticate`,
  };
  if (attempt.amount === null) {
    const intent = openSetupIntent(world, setupIntentOf(session, plan));
    attemptSetup(world, intent.id, how);
    world.state.checkoutPlans.put({ ...plan, attempt: { ...plan.attempt, setupIntent: intent.id } });
    if (session.mode === "setup") world.state.checkoutSessions.put({ ...session, setup_intent: intent.id });
    return;
  }
  const intent = openPaymentIntent(world, paymentIntentOf(session, plan, attempt.amount));
  attemptPayment(world, intent.id, how);
  world.state.checkoutPlans.put({ ...plan, attempt: { ...plan.attempt, paymentIntent: intent.id } });
  if (session.mode === "payment") world.state.checkoutSessions.put({ ...session, payment_intent: intent.id });
}

/** The buyer failed or left the card's authentication: the intent says so, the session stays open. */
export function failCheckoutAuthentication(world: World, id: string): void {
  const { paymentIntent = "", setupIntent = "" } = world.state.checkoutPlans.get(id).attempt ?? {};
  world.transact(() => {
    if (world.state.paymentIntents.find(paymentIntent)?.status === "requires_action")
      failAuthentication(world, paymentIntent);
    if (world.state.setupIntents.find(setupIntent)?.status === "requires_action")
      failSetupAuthentication(world, setupIntent);
  });
}

/** Nobody paid: what was tried is over as well. */
export function cancelAttempt(world: World, session: CheckoutSession): void {
  const { paymentIntent = "", setupIntent = "" } = world.state.checkoutPlans.get(session.id).attempt ?? {};
  const canceled = { status: "canceled", next_action: null } as const;
  if (world.state.paymentIntents.find(paymentIntent)) {
    const after = world.state.paymentIntents.patch(paymentIntent, {
      ...canceled,
      canceled_at: world.nowOf(session.customer),
      cancellation_reason: "expired",
    });
    world.emit("payment_intent.canceled", after);
  }
  if (world.state.setupIntents.find(setupIntent)) {
    const after = world.state.setupIntents.patch(setupIntent, {
      ...canceled,
      cancellation_reason: "abandoned",
    });
    world.emit("setup_intent.canceled", after);
  }
}

/** The intent of a session in payment mode; the one that was tried before is taken up again. */
export function paymentIntentOf(
  session: CheckoutSession,
  plan: CheckoutPlan,
  amount: number,
): Parameters<typeof openPaymentIntent>[1] {
  const data = plan.paymentIntentData;
  const isPlan = session.mode === "subscription";
  return {
    adopts: plan.attempt?.paymentIntent,
    amount,
    currency: session.currency ?? "usd",
    customer: session.customer,
    description: data.description ?? (isPlan ? "Subscription creation" : null),
    metadata: newMetadata(data.metadata),
    receiptEmail: data.receipt_email ?? null,
    setupFutureUsage: isPlan ? "off_session" : plan.paymentMethodOptions.setupFutureUsage,
    captureMethod: data.capture_method ?? "automatic",
    automaticMethods: !isPlan,
    methodTypes: [...session.payment_method_types],
  };
}

export function setupIntentOf(
  session: CheckoutSession,
  plan: CheckoutPlan,
): Parameters<typeof openSetupIntent>[1] {
  return {
    adopts: plan.attempt?.setupIntent,
    customer: session.customer,
    metadata: newMetadata(session.mode === "setup" ? (plan.setupIntentData.metadata ?? null) : null),
  };
}

/** What a decline was about: the amount of its intent, or null for a card that was only to be saved. */
export function amountOf(error: StripeError): number | null {
  const intent = error.extras.payment_intent as { amount?: number } | undefined;
  return intent?.amount ?? null;
}
