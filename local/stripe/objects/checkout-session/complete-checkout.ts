import { StripeError } from "../../http/stripe-error";
import type { CheckoutPlan, CheckoutSession, PaymentMethod } from "../../state/records";
import type { World } from "../../world";
import { findDefaultPayment } from "../invoice/find-invoice";
import { behaviourOf } from "../payment-method/test-cards";
import { createTaxId } from "../tax-id/create-tax-id";
import { amountOf, leaveAttempt } from "./leave-attempt";
import { makePayment } from "./make-payment";
import { makeSubscription } from "./make-subscription";
import { addressOf, type Buyer, createMethod, readCustomer } from "./read-buyer";
import { computeSessionTotals } from "./session-totals";
import { setUpCard } from "./set-up-card";

export type Outcome =
  | { state: "complete"; session: CheckoutSession }
  | { state: "authentication" }
  | { state: "declined"; message: string; code: string };

/**
 * Somebody presses the button of the page. A card that is declined, or that asks for authentication, leaves its intent
 * on the session, which stays open: another card may be tried. All the rest is made when the card pays, or not at all.
 */
export function completeCheckout(world: World, id: string, buyer: Buyer, authenticated = false): Outcome {
  const session = world.state.checkoutSessions.get(id);
  if (session.status !== "open")
    return { state: "declined", message: "This checkout session is no longer open.", code: "session_closed" };
  const behaviour = buyer.card ? behaviourOf(buyer.card.number) : null;
  try {
    if (behaviour?.authentication && !authenticated) {
      const amount = amountToPay(world, session, buyer);
      world.transact(() => leaveAttempt(world, id, buyer, { amount, authenticated }));
      return { state: "authentication" };
    }
    return {
      state: "complete",
      session: world.transact(() => execute(world, session, buyer, authenticated)),
    };
  } catch (error) {
    if (!(error instanceof StripeError)) throw error;
    if (error.type === "card_error")
      world.transact(() => leaveAttempt(world, id, buyer, { amount: amountOf(error), authenticated }));
    return {
      state: "declined",
      message: error.message,
      code: error.extras.decline_code || error.code || error.type,
    };
  }
}

/** What the card would be charged now, found by doing it and taking it back; null when it would only be saved. */
function amountToPay(world: World, session: CheckoutSession, buyer: Buyer): number | null {
  return world.rehearse(() => {
    try {
      const done = execute(world, session, buyer, true);
      const invoiced = findDefaultPayment(world, done.invoice ?? "")?.payment.payment_intent;
      return world.state.paymentIntents.find(done.payment_intent ?? invoiced ?? "")?.amount ?? null;
    } catch (error) {
      if (error instanceof StripeError && error.type === "card_error") return amountOf(error);
      throw error;
    }
  });
}

function execute(world: World, open: CheckoutSession, buyer: Buyer, authenticated: boolean): CheckoutSession {
  const plan = world.state.checkoutPlans.get(open.id);
  const { session, lineItems } = computeSessionTotals(world, open, plan, buyer);
  world.state.checkoutPlans.put({ ...plan, lineItems });
  const customer = readCustomer(world, session, plan, buyer);
  const method = createMethod(world, session, buyer);
  const taxId = session.tax_id_collection?.enabled ? buyer.taxId : undefined;
  if (taxId && customer) createTaxId(world, { ...taxId, customer });
  const named: CheckoutSession = {
    ...session,
    customer,
    customer_details: {
      address: addressOf(buyer),
      business_name: null,
      email: buyer.email,
      individual_name: null,
      name: buyer.name || null,
      phone: null,
      tax_exempt: "none",
      tax_ids: taxId ? [taxId] : [],
    },
    status: "complete",
    url: null,
  };
  const done = world.state.checkoutSessions.put({
    ...named,
    ...make(world, named, plan, method, authenticated),
  });
  world.emit("checkout.session.completed", done);
  return done;
}

function make(
  world: World,
  session: CheckoutSession,
  plan: CheckoutPlan,
  method: PaymentMethod | null,
  authenticated: boolean,
): Partial<CheckoutSession> {
  if (session.mode === "subscription") return makeSubscription(world, session, plan, method, authenticated);
  if (session.mode === "setup") {
    const intent = setUpCard(world, session, plan, method, authenticated);
    return { setup_intent: intent, payment_status: "no_payment_required" };
  }
  return makePayment(world, session, plan, method, authenticated);
}
