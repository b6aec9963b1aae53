import type { Invoice, Subscription } from "../../state/records";
import type { World } from "../../world";
import { applyResume } from "./pending-resume";
import { applyPendingUpdate } from "./pending-update";

/** A paid (or voided) invoice lets its subscription live: first payment, end of dunning, a change that waited for it. */
export function onInvoicePaid(world: World, invoice: Invoice): void {
  const id = invoice.parent?.subscription_details?.subscription;
  const before = id ? world.state.subscriptions.find(id) : undefined;
  if (!before) return;
  if (applyResume(world, before, invoice)) return;
  clearDelinquency(world, before.customer);
  if (before.pending_update && before.latest_invoice === invoice.id && invoice.status === "paid") {
    applyPendingUpdate(world, before.id);
    return;
  }
  const status = statusAfterPayment(world, before, invoice);
  if (status === before.status) return;
  const after = world.state.subscriptions.put({
    ...before,
    ...rememberPaymentMethod(world, before, invoice),
    ...(status === "incomplete_expired" ? { ended_at: world.nowOf(before.customer) } : {}),
    status,
  });
  world.emit("customer.subscription.updated", after, before);
}

/** A resumption that is given up on resumes; nothing else follows. */
export function onInvoiceUncollectible(world: World, invoice: Invoice): void {
  const before = world.state.subscriptions.find(invoice.parent?.subscription_details?.subscription ?? "");
  if (before) applyResume(world, before, invoice);
}

function statusAfterPayment(
  world: World,
  subscription: Subscription,
  invoice: Invoice,
): Subscription["status"] {
  switch (subscription.status) {
    case "incomplete":
      if (invoice.id !== subscription.latest_invoice) return "incomplete";
      // voiding the first invoice ends what was never paid for (https://docs.stripe.com/billing/invoices/subscription)
      return invoice.status === "paid" ? statusWhenAlive(world, subscription) : "incomplete_expired";
    case "past_due":
    case "unpaid":
      return invoice.id === subscription.latest_invoice || !hasOverdueInvoice(world, subscription)
        ? statusWhenAlive(world, subscription)
        : subscription.status;
    default:
      return subscription.status;
  }
}

/** What a subscription is once nothing is owed. */
export function statusWhenAlive(world: World, subscription: Subscription): Subscription["status"] {
  const isTrialing =
    subscription.trial_end !== null && subscription.trial_end > world.nowOf(subscription.customer);
  return isTrialing ? "trialing" : "active";
}

function hasOverdueInvoice(world: World, subscription: Subscription): boolean {
  for (const invoice of world.state.invoices.newestFirst({ index: "subscription", key: subscription.id }))
    if (invoice.status === "open" && invoice.attempted) return true;
  return false;
}

function clearDelinquency(world: World, customerId: string): void {
  const before = world.state.customers.find(customerId);
  if (!before?.delinquent) return;
  const after = world.state.customers.patch(customerId, { delinquent: false });
  world.emit("customer.updated", after, before);
}

/** `save_default_payment_method: on_subscription` keeps the method that paid first, for the invoices to come. */
export function rememberPaymentMethod(
  world: World,
  subscription: Subscription,
  invoice: Invoice,
): Partial<Subscription> {
  const isWanted = subscription.payment_settings?.save_default_payment_method === "on_subscription";
  return isWanted && !subscription.default_payment_method
    ? { default_payment_method: methodOf(world, invoice) }
    : {};
}

function methodOf(world: World, invoice: Invoice): string | null {
  for (const payment of world.state.invoicePayments.newestFirst({ index: "invoice", key: invoice.id }))
    return world.state.paymentIntents.find(payment.payment.payment_intent ?? "")?.payment_method ?? null;
  return null;
}
