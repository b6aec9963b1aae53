import { noSuch } from "../../http/stripe-error";
import type { Invoice, InvoicePayment } from "../../state/records";
import type { World } from "../../world";

/** @throws resource_missing */
export function getInvoice(world: World, id: string, param?: string): Invoice {
  const invoice = world.state.invoices.find(id);
  if (!invoice) throw noSuch("invoice", id, param ?? "invoice", param ? 400 : 404);
  return invoice;
}

/** The payment that an open invoice waits for; null when it needs none. */
export function findDefaultPayment(world: World, invoice: string): InvoicePayment | null {
  for (const payment of world.state.invoicePayments.newestFirst({ index: "invoice", key: invoice }))
    if (payment.is_default) return payment;
  return null;
}
