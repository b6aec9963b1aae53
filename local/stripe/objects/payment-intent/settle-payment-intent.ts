import type { World } from "../../world";
import { creditAttachedPayment } from "../invoice/attach-payment";
import { settleInvoicePayment } from "../invoice/settle-invoice-payment";

/**
 * Lets what the intent pays for follow its new status: the invoice, and through it the subscription.
 *
 * @param how.wasCounted the attempt counted when it began: a bank debit's outcome is not a second one
 */
export function settlePaymentIntent(world: World, id: string, how: { wasCounted?: boolean } = {}): void {
  for (const payment of world.state.invoicePayments.newestFirst({ index: "payment_intent", key: id })) {
    if (payment.is_default) settleInvoicePayment(world, payment.invoice, id, how);
    else creditAttachedPayment(world, id);
    return;
  }
}
