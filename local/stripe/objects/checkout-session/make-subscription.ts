import { newMetadata } from "../../state/metadata";
import type { CheckoutPlan, CheckoutSession, PaymentMethod } from "../../state/records";
import type { World } from "../../world";
import { redeemDiscounts } from "../discount/redeem-discount";
import { createSubscription } from "../subscription/create-subscription";
import { setUpCard } from "./set-up-card";

/** What a session in subscription mode makes. @throws card_error when its first payment fails */
export function makeSubscription(
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
  if (method && (isTrial || session.amount_total === 0))
    setUpCard(world, session, plan, method, authenticated);
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
      adopts: plan.attempt?.paymentIntent,
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
  const invoice = world.state.invoices.find(current.latest_invoice ?? "");
  return {
    subscription: subscription.id,
    invoice: current.latest_invoice,
    payment_status:
      session.amount_total === 0 ? "no_payment_required" : invoice?.status === "open" ? "unpaid" : "paid",
  };
}

function itemParam(
  world: World,
  item: { price: string; quantity: number },
): { price: string; quantity?: number } {
  const isUsage = world.state.prices.get(item.price).recurring?.usage_type === "metered";
  return isUsage ? { price: item.price } : { price: item.price, quantity: item.quantity };
}
