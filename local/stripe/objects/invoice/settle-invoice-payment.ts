import type { Invoice } from "../../state/records";
import type { World } from "../../world";
import { onInvoicePaymentFailed } from "../subscription/on-invoice-payment-failed";
import { onInvoiceProcessing } from "../subscription/on-invoice-processing";
import { markInvoicePaid } from "./mark-invoice-paid";

const DAY = 86_400;

interface How {
  /** The attempt counted when it began. */
  wasCounted?: boolean;
}

/** Lets an open invoice follow its payment intent. */
export function settleInvoicePayment(world: World, invoiceId: string, intentId: string, how: How = {}): void {
  const invoice = world.state.invoices.get(invoiceId);
  if (invoice.status !== "open" && invoice.status !== "uncollectible") return;
  const intent = world.state.paymentIntents.get(intentId);
  if (intent.status === "succeeded") {
    const attempt_count = invoice.attempt_count + (how.wasCounted ? 0 : 1);
    const attempted = world.state.invoices.patch(invoiceId, { attempt_count });
    markInvoicePaid(world, attempted.id, { amount: intent.amount_received });
    return;
  }
  if (intent.status === "processing") {
    const waiting = world.state.invoices.put({
      ...invoice,
      attempted: true,
      attempt_count: invoice.attempt_count + 1,
      next_payment_attempt: null,
    });
    onInvoiceProcessing(world, waiting);
    return;
  }
  if (intent.status === "requires_action") {
    const waiting = recordAttempt(world, invoice);
    world.emit("invoice.payment_action_required", waiting);
    onInvoicePaymentFailed(world, waiting);
    return;
  }
  if (intent.last_payment_error) recordFailedAttempt(world, invoiceId, how);
}

/** Counts the failure, plans the next attempt and tells the subscription. */
export function recordFailedAttempt(world: World, invoiceId: string, how: How = {}): void {
  const failed = recordAttempt(world, world.state.invoices.get(invoiceId), how);
  world.emit("invoice.payment_failed", failed);
  onInvoicePaymentFailed(world, failed);
}

/**
 * Renewals are retried on the configured days after the first failure; the first invoice of a subscription and
 * invoices that somebody pays by hand are not (https://docs.stripe.com/billing/revenue-recovery/smart-retries).
 */
function recordAttempt(world: World, invoice: Invoice, how: How = {}): Invoice {
  const now = world.nowOf(invoice.customer);
  const isRetried =
    invoice.collection_method === "charge_automatically" &&
    invoice.auto_advance === true &&
    (invoice.billing_reason === "subscription_cycle" || invoice.billing_reason === "subscription_update");
  const first = world.state.meta.find(`first_failure:${invoice.id}`)?.value;
  const firstFailure = typeof first === "number" ? first : now;
  if (isRetried && typeof first !== "number")
    world.state.meta.put({ id: `first_failure:${invoice.id}`, value: now });
  const next = world.settings.retryDays.map((days) => firstFailure + days * DAY).find((time) => time > now);
  return world.state.invoices.put({
    ...invoice,
    attempted: true,
    attempt_count: invoice.attempt_count + (how.wasCounted ? 0 : 1),
    next_payment_attempt: isRetried ? (next ?? null) : null,
  });
}
