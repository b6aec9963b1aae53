import { invalidRequest } from "../../http/stripe-error";
import type { Invoice } from "../../state/records";
import type { World } from "../../world";
import { reinstateCredits } from "../credit-grant/draw-credits";
import { cancelPaymentIntent } from "../payment-intent/operations";
import { onInvoicePaid, onInvoiceUncollectible } from "../subscription/on-invoice-paid";
import { findDefaultPayment, getInvoice } from "./find-invoice";
import { isProcessing } from "./pay-invoice";

/** An open or uncollectible invoice that is no longer owed; like paid, it ends dunning. */
export function voidInvoice(world: World, id: string): Invoice {
  const before = getInvoice(world, id);
  if (before.status !== "open" && before.status !== "uncollectible")
    throw invalidRequest(
      `You can only pass in open or uncollectible invoices. This invoice isn't open: it has a status of ${before.status}.`,
      undefined,
      "invoice_not_editable",
    );
  if (isProcessing(world, before))
    throw invalidRequest(
      "You cannot void this invoice because a payment for it is still processing.",
      undefined,
      "invoice_not_editable",
    );
  const now = world.nowOf(before.customer);
  const payment = findDefaultPayment(world, id);
  if (payment?.payment.payment_intent && payment.status === "open") {
    world.state.invoicePayments.put({
      ...payment,
      status: "canceled",
      status_transitions: { ...payment.status_transitions, canceled_at: now },
    });
    cancelPaymentIntent(world, payment.payment.payment_intent, "void_invoice");
  }
  const voided = world.state.invoices.put({
    ...before,
    status: "void",
    auto_advance: false,
    next_payment_attempt: null,
    status_transitions: { ...before.status_transitions, voided_at: now },
  });
  world.emit("invoice.voided", voided);
  reinstateCredits(world, voided);
  onInvoicePaid(world, voided);
  return world.state.invoices.get(id);
}

/** Given up on, but still owed: it may be paid or voided later. */
export function markUncollectible(
  world: World,
  id: string,
  reason:
    | "max_payment_attempts"
    | "subscription_canceled"
    | "subscription_paused"
    | "user_forgiven" = "user_forgiven",
): Invoice {
  const before = getInvoice(world, id);
  if (before.status !== "open")
    throw invalidRequest(
      `You can only mark open invoices as uncollectible; this one has a status of ${before.status}.`,
      undefined,
      "invoice_not_editable",
    );
  const marked = world.state.invoices.put({
    ...before,
    status: "uncollectible",
    status_details: { uncollectible: { reason } },
    auto_advance: false,
    next_payment_attempt: null,
    status_transitions: {
      ...before.status_transitions,
      marked_uncollectible_at: world.nowOf(before.customer),
    },
  });
  world.emit("invoice.marked_uncollectible", marked);
  onInvoiceUncollectible(world, marked);
  return marked;
}
