import type { CheckoutSession } from "../../state/records";
import type { World } from "../../world";
import { invoicePurchase } from "./make-payment";

/**
 * A checkout that was completed before its money came hears how it went
 * (https://docs.stripe.com/payments/checkout/fulfill-orders#delayed-notification). A debit that failed leaves the
 * session complete and unpaid.
 */
export function settleSession(world: World, intent: string, outcome: "succeeded" | "failed"): void {
  const before = findSessionOf(world, intent);
  if (!before) return;
  if (outcome === "failed") {
    world.emit("checkout.session.async_payment_failed", before);
    return;
  }
  const invoice = before.invoice ?? invoicePurchase(world, before, intent);
  const paid = world.state.checkoutSessions.put({ ...before, invoice, payment_status: "paid" });
  world.emit("checkout.session.async_payment_succeeded", paid);
}

/** The completed session that waits for an intent: its own, or the one of its first invoice. */
function findSessionOf(world: World, intent: string): CheckoutSession | null {
  const { checkoutSessions, invoicePayments, invoices } = world.state;
  const waits = (session: CheckoutSession) =>
    session.status === "complete" && session.payment_status === "unpaid";
  for (const session of checkoutSessions.newestFirst({ index: "payment_intent", key: intent }))
    if (waits(session)) return session;
  for (const payment of invoicePayments.newestFirst({ index: "payment_intent", key: intent })) {
    const subscription = invoices.find(payment.invoice)?.parent?.subscription_details?.subscription;
    if (!subscription) continue;
    for (const session of checkoutSessions.newestFirst({ index: "subscription", key: subscription }))
      if (waits(session) && session.invoice === payment.invoice) return session;
  }
  return null;
}

/** The intent whose outcome a completed session waits for; null when it waits for none. */
export function findProcessingIntent(world: World, session: CheckoutSession): string | null {
  const { invoicePayments, paymentIntents } = world.state;
  const own = session.payment_intent ? [session.payment_intent] : [];
  const invoiced = session.invoice
    ? [...invoicePayments.newestFirst({ index: "invoice", key: session.invoice })].map(
        (payment) => payment.payment.payment_intent ?? "",
      )
    : [];
  return [...own, ...invoiced].find((id) => paymentIntents.find(id)?.status === "processing") ?? null;
}
