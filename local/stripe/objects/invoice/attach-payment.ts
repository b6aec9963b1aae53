import { invalidRequest } from "../../http/stripe-error";
import type { Invoice, InvoicePayment } from "../../state/records";
import type { World } from "../../world";
import { cancelPaymentIntent, getPaymentIntent } from "../payment-intent/operations";
import { findDefaultPayment, getInvoice } from "./find-invoice";
import { markInvoicePaid } from "./mark-invoice-paid";

/**
 * Lets a payment intent pay an open invoice, whole or in part: what it has received, or will receive, is credited
 * (https://docs.stripe.com/invoicing/partial-payments).
 *
 * @throws when the invoice is not open, or the intent is canceled, another customer's, of another currency or in use
 */
export function attachPayment(world: World, id: string, intentId: string): Invoice {
  const invoice = getInvoice(world, id);
  const intent = getPaymentIntent(world, intentId, "payment_intent");
  if (invoice.status !== "open")
    throw invalidRequest(
      `You can only attach payments to open invoices; this one has a status of ${invoice.status}.`,
      undefined,
      "invoice_not_editable",
    );
  const isFit =
    intent.currency === invoice.currency &&
    (intent.customer === null || intent.customer === invoice.customer) &&
    intent.status !== "canceled";
  if (!isFit)
    throw invalidRequest(
      "The PaymentIntent must have the invoice's currency and customer, and must not be canceled.",
      "payment_intent",
    );
  for (const known of world.state.invoicePayments.newestFirst({ index: "payment_intent", key: intentId }))
    throw invalidRequest(
      `This PaymentIntent is attached to the invoice ${known.invoice} already.`,
      "payment_intent",
    );
  world.state.invoicePayments.put({
    id: world.newId("inpay"),
    object: "invoice_payment",
    amount_paid: null,
    amount_requested: intent.amount,
    created: world.nowOf(invoice.customer),
    currency: invoice.currency,
    invoice: id,
    is_default: false,
    livemode: false,
    payment: { payment_intent: intentId, type: "payment_intent" },
    status: "open",
    status_transitions: { canceled_at: null, paid_at: null },
  });
  creditAttachedPayment(world, intentId);
  return getInvoice(world, id);
}

/** Credits an attached intent's money to its invoice once it has come. */
export function creditAttachedPayment(world: World, intentId: string): void {
  const payment = findAttached(world, intentId);
  const intent = world.state.paymentIntents.get(intentId);
  if (payment?.status !== "open" || intent.status !== "succeeded") return;
  const before = getInvoice(world, payment.invoice);
  if (before.status !== "open") return;
  const settled = world.state.invoicePayments.put({
    ...payment,
    amount_paid: intent.amount_received,
    status: "paid",
    status_transitions: { ...payment.status_transitions, paid_at: world.nowOf(before.customer) },
  });
  world.emit("invoice_payment.paid", settled);
  const remaining = Math.max(0, before.amount_remaining - intent.amount_received);
  const after = world.state.invoices.put({
    ...before,
    amount_paid: before.amount_paid + intent.amount_received,
    amount_remaining: remaining,
    amount_overpaid: Math.max(0, before.amount_paid + intent.amount_received - before.amount_due),
  });
  world.emit("invoice.updated", after, before);
  requestRest(world, after, remaining);
  if (remaining === 0) markInvoicePaid(world, after.id, { attached: true });
}

function findAttached(world: World, intent: string): InvoicePayment | null {
  for (const payment of world.state.invoicePayments.newestFirst({ index: "payment_intent", key: intent }))
    if (!payment.is_default) return payment;
  return null;
}

/** The invoice's own intent asks for what is left, or for nothing any more. */
function requestRest(world: World, invoice: Invoice, remaining: number): void {
  const own = findDefaultPayment(world, invoice.id);
  const intent = own?.payment.payment_intent;
  if (!own || !intent || own.status !== "open") return;
  if (remaining > 0) {
    world.state.paymentIntents.patch(intent, { amount: remaining });
    world.state.invoicePayments.put({ ...own, amount_requested: remaining });
    return;
  }
  const now = world.nowOf(invoice.customer);
  world.state.invoicePayments.put({
    ...own,
    status: "canceled",
    status_transitions: { ...own.status_transitions, canceled_at: now },
  });
  cancelPaymentIntent(world, intent, "automatic");
}
