import { callStripe } from "@/lib/platform/stripe";
import { idOf } from "../../compute/read-stripe";

/** The invoices that a payment intent paid for: neither a charge nor an intent names its invoice any more. */
export async function listPaidInvoices(paymentIntentId: string): Promise<readonly string[]> {
  const payments = await callStripe((client) =>
    client.invoicePayments.list({
      payment: { type: "payment_intent", payment_intent: paymentIntentId },
      limit: 10,
    }),
  );
  return payments.data.flatMap((payment) => idOf(payment.invoice) ?? []);
}
