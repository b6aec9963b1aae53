import type Stripe from "stripe";
import { type PriceBook, readPrice } from "./price-book";
import { idOf, toDate } from "./read-stripe";
import type { PurchaseRow } from "./rows";

/**
 * The purchase that a completed checkout session in payment mode is, or null for any other session. The
 * session comes with `line_items` and `payment_intent.latest_charge` expanded.
 */
export function computePurchase(
  session: Stripe.Checkout.Session,
  accountId: string,
  customerId: string,
  book: PriceBook,
): PurchaseRow | null {
  if (session.mode !== "payment" || session.status !== "complete") return null;
  const item = session.line_items?.data[0];
  if (!item?.price) return null;
  return {
    id: session.id,
    accountId,
    customerId,
    ...readPrice(book, item.price),
    quantity: item.quantity ?? 1,
    currency: session.currency ?? item.currency,
    amountCents: session.amount_total ?? item.amount_total,
    status: statusOf(session),
    paymentIntentId: idOf(session.payment_intent),
    invoiceId: idOf(session.invoice),
    purchasedAt: toDate(chargeOf(session)?.created ?? session.created),
  };
}

/**
 * A delayed method completes the session before the money has come: `unpaid` is processing until the payment
 * succeeds, and failed once the intent asks for another method. A full refund takes the purchase back; a
 * partial one leaves it.
 */
function statusOf(session: Stripe.Checkout.Session): PurchaseRow["status"] {
  if (chargeOf(session)?.refunded) return "refunded";
  if (session.payment_status !== "unpaid") return "paid";
  const intent = typeof session.payment_intent === "object" ? session.payment_intent : null;
  return intent?.status === "requires_payment_method" || intent?.status === "canceled"
    ? "failed"
    : "processing";
}

function chargeOf(session: Stripe.Checkout.Session): Stripe.Charge | null {
  const intent = typeof session.payment_intent === "object" ? session.payment_intent : null;
  return typeof intent?.latest_charge === "object" ? intent.latest_charge : null;
}
