import type { Invoice } from "../../state/records";
import type { World } from "../../world";
import { rememberPaymentMethod, statusWhenAlive } from "./on-invoice-paid";
import { applyPendingUpdate } from "./pending-update";

/**
 * A bank debit for the first invoice is under way: the subscription is active although nothing has been paid, because
 * its payment was confirmed, and a change that waited for its payment holds (https://docs.stripe.com/billing/subscriptions/overview#payment-status). Whoever fulfils
 * looks at the checkout session's `payment_status`.
 */
export function onInvoiceProcessing(world: World, invoice: Invoice): void {
  const id = invoice.parent?.subscription_details?.subscription;
  const before = id ? world.state.subscriptions.find(id) : undefined;
  if (before?.latest_invoice !== invoice.id) return;
  if (before.pending_update) applyPendingUpdate(world, before.id);
  if (before.status !== "incomplete") return;
  const after = world.state.subscriptions.put({
    ...before,
    ...rememberPaymentMethod(world, before, invoice),
    status: statusWhenAlive(world, before),
  });
  world.emit("customer.subscription.updated", after, before);
}
