import { StripeError } from "../../http/stripe-error";
import { newMetadata } from "../../state/metadata";
import type { CheckoutPlan, CheckoutSession, PaymentMethod } from "../../state/records";
import type { World } from "../../world";
import { toAddress } from "../address";
import { createCustomer } from "../customer/create-customer";
import { redeemDiscounts } from "../discount/redeem-discount";
import { draftInvoice } from "../invoice/draft-invoice";
import { finalizeInvoice } from "../invoice/finalize-invoice";
import { attemptPayment, declineError } from "../payment-intent/attempt-payment";
import { openPaymentIntent } from "../payment-intent/create-payment-intent";
import { createCard } from "../payment-method/create-payment-method";
import { behaviourOf } from "../payment-method/test-cards";
import { attemptSetup, openSetupIntent } from "../setup-intent/operations";
import { periodLine } from "../subscription/billing-lines";
import { createSubscription } from "../subscription/create-subscription";
import { computeSessionTotals } from "./session-totals";

export interface Buyer {
  email: string;
  name: string;
  /** Two letters. */
  country: string;
  postalCode?: string;
  card: { number: string; expMonth: number; expYear: number } | null;
}

export type Outcome =
  | { state: "complete"; session: CheckoutSession }
  | { state: "authentication" }
  | { state: "declined"; message: string; code: string };

/**
 * Somebody presses the button of the page. A refused card leaves nothing behind: the session stays open and can be
 * tried again. A card that asks for authentication is asked before anything is made.
 */
export function completeCheckout(world: World, id: string, buyer: Buyer, authenticated = false): Outcome {
  const session = world.state.checkoutSessions.get(id);
  if (session.status !== "open")
    return { state: "declined", message: "This checkout session is no longer open.", code: "session_closed" };
  const behaviour = buyer.card ? behaviourOf(buyer.card.number) : null;
  if (behaviour?.authentication && !authenticated) return { state: "authentication" };
  try {
    return {
      state: "complete",
      session: world.transact(() => execute(world, session, buyer, authenticated)),
    };
  } catch (error) {
    if (!(error instanceof StripeError)) throw error;
    return {
      state: "declined",
      message: error.message,
      code: error.extras.decline_code || error.code || error.type,
    };
  }
}

function execute(world: World, open: CheckoutSession, buyer: Buyer, authenticated: boolean): CheckoutSession {
  const plan = world.state.checkoutPlans.get(open.id);
  const { session, lineItems } = computeSessionTotals(world, open, plan, buyer.country);
  world.state.checkoutPlans.put({ ...plan, lineItems });
  const customer = readCustomer(world, session, plan, buyer);
  const method = buyer.card ? createCard(world, { ...buyer.card, billing: billingOf(buyer) }) : null;
  const named: CheckoutSession = {
    ...session,
    customer,
    customer_details: {
      address: toAddress({ country: buyer.country, postal_code: buyer.postalCode ?? "" }),
      business_name: null,
      email: buyer.email,
      individual_name: null,
      name: buyer.name || null,
      phone: null,
      tax_exempt: "none",
      tax_ids: [],
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
    const intent = setUp(world, session, plan.setupIntentData.metadata ?? null, method, authenticated);
    return { setup_intent: intent, payment_status: "no_payment_required" };
  }
  return makePayment(world, session, plan, method, authenticated);
}

function makeSubscription(
  world: World,
  session: CheckoutSession,
  plan: CheckoutPlan,
  method: PaymentMethod | null,
  authenticated: boolean,
): Partial<CheckoutSession> {
  const customer = session.customer ?? "";
  const data = plan.subscriptionData;
  const isTrial = Boolean(data.trial_period_days ?? data.trial_end);
  // a card that pays later is saved and checked now
  if (method && (isTrial || session.amount_total === 0)) setUp(world, session, null, method, authenticated);
  const prices = plan.items.map((item) => ({
    ...item,
    recurring: world.state.prices.get(item.price).type === "recurring",
  }));
  const { subscription } = createSubscription(
    world,
    {
      customer,
      currency: session.currency ?? "usd",
      items: prices.filter((item) => item.recurring).map((item) => itemParam(world, item)),
      add_invoice_items: prices
        .filter((item) => !item.recurring)
        .map((item) => ({ price: item.price, quantity: item.quantity })),
      ...(data.trial_period_days === undefined ? {} : { trial_period_days: data.trial_period_days }),
      ...(data.trial_end === undefined ? {} : { trial_end: data.trial_end }),
      ...(data.trial_settings ? { trial_settings: data.trial_settings } : {}),
      ...(data.description ? { description: data.description } : {}),
      ...(data.billing_cycle_anchor === undefined ? {} : { billing_cycle_anchor: data.billing_cycle_anchor }),
      ...(data.proration_behavior ? { proration_behavior: data.proration_behavior } : {}),
      ...(data.default_tax_rates ? { default_tax_rates: data.default_tax_rates } : {}),
      metadata: newMetadata(data.metadata),
      ...(session.automatic_tax.enabled ? { automatic_tax: { enabled: true } } : {}),
      payment_behavior: "error_if_incomplete",
    },
    {
      ...(method ? { paymentMethod: method.id } : {}),
      authenticated,
      discountIds: redeemDiscounts(world, plan.discounts, { customer, checkoutSession: session.id }),
    },
  );
  if (method) {
    const before = world.state.subscriptions.get(subscription.id);
    const after = world.state.subscriptions.patch(subscription.id, {
      default_payment_method: method.id,
      pending_setup_intent: null,
    });
    world.emit("customer.subscription.updated", after, before);
  }
  const current = world.state.subscriptions.get(subscription.id);
  return {
    subscription: subscription.id,
    invoice: current.latest_invoice,
    payment_status: session.amount_total === 0 ? "no_payment_required" : "paid",
  };
}

function itemParam(
  world: World,
  item: { price: string; quantity: number },
): { price: string; quantity?: number } {
  const isUsage = world.state.prices.get(item.price).recurring?.usage_type === "metered";
  return isUsage ? { price: item.price } : { price: item.price, quantity: item.quantity };
}

function makePayment(
  world: World,
  session: CheckoutSession,
  plan: CheckoutPlan,
  method: PaymentMethod | null,
  authenticated: boolean,
): Partial<CheckoutSession> {
  const total = session.amount_total ?? 0;
  if (total === 0 || !method) return { payment_status: "no_payment_required" };
  const data = plan.paymentIntentData;
  const intent = openPaymentIntent(world, {
    amount: total,
    currency: session.currency ?? "usd",
    customer: session.customer,
    description: data.description ?? null,
    metadata: newMetadata(data.metadata),
    receiptEmail: data.receipt_email ?? null,
    setupFutureUsage: plan.paymentMethodOptions.setupFutureUsage,
    captureMethod: data.capture_method ?? "automatic",
    automaticMethods: true,
  });
  const paid = attemptPayment(world, intent.id, { paymentMethod: method.id, authenticated });
  if (paid.last_payment_error) throw declineError(world, paid, false);
  const invoice =
    session.invoice_creation?.enabled && session.customer
      ? invoicePurchase(world, session, plan, intent.id)
      : null;
  return { payment_intent: intent.id, payment_status: "paid", invoice };
}

/** An invoice for a payment that has been made (https://docs.stripe.com/payments/checkout/receipts#paid-invoices). */
function invoicePurchase(world: World, session: CheckoutSession, plan: CheckoutPlan, intent: string): string {
  const now = world.nowOf(session.customer);
  const currency = session.currency ?? "usd";
  const data = session.invoice_creation?.invoice_data;
  const draft = draftInvoice(world, {
    customer: session.customer ?? "",
    currency,
    billingReason: "manual",
    lines: plan.items.map((item) => {
      const price = world.state.prices.get(item.price);
      const probe = { price, quantity: item.quantity, discounts: [], id: "" } as unknown as Parameters<
        typeof periodLine
      >[2];
      const owner = { currency, id: "", metadata: {} } as unknown as Parameters<typeof periodLine>[1];
      return {
        ...periodLine(world, owner, probe, { start: now, end: now }),
        description: world.state.products.find(price.product)?.name ?? price.id,
        parent: null,
        subscription: null,
      };
    }),
    period: { start: now, end: now },
    autoAdvance: false,
    ...(session.automatic_tax.enabled ? { automaticTax: true } : {}),
    discounts: redeemDiscounts(world, plan.discounts, {
      customer: session.customer,
      checkoutSession: session.id,
    }),
    description: data?.description ?? null,
    footer: data?.footer ?? null,
    metadata: newMetadata(data?.metadata),
  });
  return finalizeInvoice(world, draft.id, intent).id;
}

function setUp(
  world: World,
  session: CheckoutSession,
  metadata: Parameters<typeof newMetadata>[0],
  method: PaymentMethod | null,
  authenticated: boolean,
): string {
  const intent = openSetupIntent(world, { customer: session.customer, metadata: newMetadata(metadata) });
  if (!method) return intent.id;
  const result = attemptSetup(world, intent.id, { paymentMethod: method.id, authenticated });
  const error = result.last_setup_error;
  if (error)
    throw new StripeError(
      402,
      "card_error",
      error.code ?? "card_declined",
      error.message ?? "Your card was declined.",
      error.decline_code ? { decline_code: error.decline_code } : {},
    );
  return intent.id;
}

function readCustomer(
  world: World,
  session: CheckoutSession,
  plan: CheckoutPlan,
  buyer: Buyer,
): string | null {
  const address = toAddress({ country: buyer.country, postal_code: buyer.postalCode ?? "" });
  if (session.customer) {
    const before = world.state.customers.get(session.customer);
    const after = world.state.customers.put({
      ...before,
      ...(plan.customerUpdate.address === "auto" ? { address } : {}),
      ...(plan.customerUpdate.name === "auto" && buyer.name ? { name: buyer.name } : {}),
    });
    world.emit("customer.updated", after, before);
    return session.customer;
  }
  const isNeeded =
    session.mode !== "payment" ||
    session.customer_creation === "always" ||
    session.invoice_creation?.enabled ||
    plan.paymentMethodOptions.setupFutureUsage !== null;
  if (!isNeeded) return null;
  return createCustomer(world, {
    email: buyer.email,
    name: buyer.name,
    address: { country: buyer.country, postal_code: buyer.postalCode ?? "" },
  }).id;
}

function billingOf(buyer: Buyer): {
  email: string;
  name: string;
  address: { country: string; postal_code: string };
} {
  return {
    email: buyer.email,
    name: buyer.name,
    address: { country: buyer.country, postal_code: buyer.postalCode ?? "" },
  };
}
