import type { Invoice } from "../../state/records";
import type { World } from "../../world";
import { onInvoicePaid } from "../subscription/on-invoice-paid";
import { findDefaultPayment } from "./find-invoice";

/** Closes an invoice as paid: by its intent, outside Stripe, by attached payments, or because nothing was due. */
export function markInvoicePaid(
  world: World,
  id: string,
  paid: { amount: number } | { outOfBand: true } | { attached: true } | null,
): Invoice {
  const before = world.state.invoices.get(id);
  const now = world.nowOf(before.customer);
  const payment = findDefaultPayment(world, id);
  if (payment && paid && "amount" in paid) {
    const settled = world.state.invoicePayments.put({
      ...payment,
      amount_paid: paid.amount,
      status: "paid",
      status_transitions: { ...payment.status_transitions, paid_at: now },
    });
    world.emit("invoice_payment.paid", settled);
  } else if (payment && paid && "outOfBand" in paid) {
    world.state.invoicePayments.put({
      ...payment,
      status: "canceled",
      status_transitions: { ...payment.status_transitions, canceled_at: now },
    });
  }
  const received = paid && "amount" in paid ? paid.amount : 0;
  const after = world.state.invoices.put({
    ...before,
    status: "paid",
    amount_paid: paid && "outOfBand" in paid ? before.amount_due : before.amount_paid + received,
    amount_remaining: 0,
    attempted: true,
    auto_advance: false,
    ...(paid && "outOfBand" in paid ? { amount_paid_off_stripe: before.amount_due } : {}),
    next_payment_attempt: null,
    status_transitions: { ...before.status_transitions, paid_at: now },
  });
  world.emit("invoice.paid", after);
  world.emit("invoice.payment_succeeded", after);
  onInvoicePaid(world, after);
  return world.state.invoices.get(id);
}
