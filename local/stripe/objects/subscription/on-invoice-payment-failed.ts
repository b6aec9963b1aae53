import type { Invoice } from "../../state/records";
import type { World } from "../../world";
import { cancelNow } from "./cancel-subscription";
import { subscriptionIsOver } from "./subscription-status";

/**
 * A failed payment makes an active subscription past due; when no retry is left, the configured end follows
 * (https://docs.stripe.com/billing/subscriptions/overview#subscription-statuses). A first payment that fails leaves
 * the subscription incomplete, a bank debit that comes back later makes it past due, and a change that waits for its
 * payment leaves it as it is.
 */
export function onInvoicePaymentFailed(world: World, invoice: Invoice): void {
  const id = invoice.parent?.subscription_details?.subscription;
  const before = id ? world.state.subscriptions.find(id) : undefined;
  if (!before || before.pending_update || before.status === "incomplete") return;
  markDelinquent(world, before.customer);
  if (before.status === "active" || before.status === "trialing") {
    const after = world.state.subscriptions.patch(before.id, { status: "past_due" });
    world.emit("customer.subscription.updated", after, before);
  }
  const isLast =
    invoice.next_payment_attempt === null && invoice.attempt_count > world.settings.retryDays.length;
  const current = world.state.subscriptions.get(before.id);
  if (!isLast || subscriptionIsOver(current)) return;
  if (world.settings.afterLastRetry === "cancel") cancelNow(world, current, { reason: "payment_failed" });
  if (world.settings.afterLastRetry === "unpaid") {
    const after = world.state.subscriptions.patch(before.id, { status: "unpaid" });
    world.emit("customer.subscription.updated", after, current);
  }
}

function markDelinquent(world: World, customerId: string): void {
  const before = world.state.customers.find(customerId);
  if (!before || before.delinquent) return;
  const after = world.state.customers.patch(customerId, { delinquent: true });
  world.emit("customer.updated", after, before);
}
