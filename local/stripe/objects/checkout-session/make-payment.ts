import { newMetadata } from "../../state/metadata";
import type { CheckoutPlan, CheckoutSession, PaymentMethod } from "../../state/records";
import type { World } from "../../world";
import { redeemDiscounts } from "../discount/redeem-discount";
import { draftInvoice } from "../invoice/draft-invoice";
import { finalizeInvoice } from "../invoice/finalize-invoice";
import { attemptPayment, declineError } from "../payment-intent/attempt-payment";
import { openPaymentIntent } from "../payment-intent/create-payment-intent";
import { periodLine } from "../subscription/billing-lines";
import { paymentIntentOf } from "./leave-attempt";

/** What a session in payment mode makes. @throws card_error when the payment fails */
export function makePayment(
  world: World,
  session: CheckoutSession,
  plan: CheckoutPlan,
  method: PaymentMethod | null,
  authenticated: boolean,
): Partial<CheckoutSession> {
  const total = session.amount_total ?? 0;
  if (total === 0 || !method) return { payment_status: "no_payment_required" };
  const intent = openPaymentIntent(world, paymentIntentOf(session, plan, total));
  const paid = attemptPayment(world, intent.id, { paymentMethod: method.id, authenticated });
  if (paid.last_payment_error) throw declineError(world, paid, false);
  // a bank debit is under way: what is to be paid is known, whether it will be is not
  if (paid.status === "processing") return { payment_intent: intent.id, payment_status: "unpaid" };
  return {
    payment_intent: intent.id,
    payment_status: "paid",
    invoice: invoicePurchase(world, session, intent.id),
  };
}

/** An invoice for a payment that has been made, where the session asks for one (https://docs.stripe.com/payments/checkout/receipts#paid-invoices). */
export function invoicePurchase(world: World, session: CheckoutSession, intent: string): string | null {
  if (!session.invoice_creation?.enabled || !session.customer) return null;
  const plan = world.state.checkoutPlans.get(session.id);
  const now = world.nowOf(session.customer);
  const currency = session.currency ?? "usd";
  const data = session.invoice_creation.invoice_data;
  const draft = draftInvoice(world, {
    customer: session.customer,
    currency,
    billingReason: "manual",
    lines: plan.items.map((item) => {
      const price = world.state.prices.get(item.price);
      const probe = { price, quantity: item.quantity, discounts: [], id: "" } as unknown as Parameters<
        typeof periodLine
      >[2];
      const owner = { currency, id: "", metadata: {} } as unknown as Parameters<typeof periodLine>[1];
      return {
        ...periodLine(world, owner, probe, { start: now, end: now }),
        description: world.state.products.find(price.product)?.name ?? price.id,
        parent: null,
        subscription: null,
      };
    }),
    period: { start: now, end: now },
    autoAdvance: false,
    ...(session.automatic_tax.enabled ? { automaticTax: true } : {}),
    discounts: redeemDiscounts(world, plan.discounts, {
      customer: session.customer,
      checkoutSession: session.id,
    }),
    description: data?.description ?? null,
    footer: data?.footer ?? null,
    metadata: newMetadata(data?.metadata),
  });
  return finalizeInvoice(world, draft.id, { paidBy: intent }).id;
}
