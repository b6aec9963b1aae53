import type { World } from "../../world";
import { settleInvoicePayment } from "../invoice/settle-invoice-payment";

/** Lets what the intent pays for follow its new status: the invoice, and through it the subscription. */
export function settlePaymentIntent(world: World, id: string): void {
  for (const payment of world.state.invoicePayments.newestFirst({ index: "payment_intent", key: id })) {
    settleInvoicePayment(world, payment.invoice, id);
    return;
  }
}
