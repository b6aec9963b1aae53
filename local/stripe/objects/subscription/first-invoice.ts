import type { Stripe } from "stripe";
import type { Invoice, Subscription } from "../../state/records";
import type { World } from "../../world";
import { finalizeInvoice } from "../invoice/finalize-invoice";
import type { LineDraft } from "../invoice/line-draft";
import {
  collectInvoice,
  collectionError,
  isProcessing,
  noPaymentMethod,
  paymentMethodFor,
} from "../invoice/pay-invoice";
import { createInvoiceItem } from "../invoice-item/invoice-items";
import { openSetupIntent } from "../setup-intent/operations";
import { partialPeriodLine, trialLine } from "./billing-lines";
import { isMetered, wholePeriodOf } from "./subscription-items";

type Params = Stripe.SubscriptionCreateParams;

/** What a caller other than the API decides about the first payment. */
export interface FirstPayment {
  /** Stop before anything is paid: what a preview shows. */
  isPreview?: boolean;
  /** Checkout pays with a card that is only saved by paying. */
  paymentMethod?: string;
  /** The customer has passed the card's authentication. */
  authenticated?: boolean;
  discountIds?: string[];
  /** An intent with which the first payment was tried before. */
  adopts?: string | undefined;
}

/** What the first invoice charges: a trial's line, a whole period, or the part of one up to the anchor. */
export function firstLines(world: World, subscription: Subscription, params: Params): LineDraft[] {
  const licensed = subscription.items.data.filter((item) => !isMetered(item));
  if (subscription.trial_end)
    return subscription.items.data.map((item) =>
      trialLine(world, subscription, item, {
        start: item.current_period_start,
        end: item.current_period_end,
      }),
    );
  return licensed.flatMap((item) => {
    const period = { start: item.current_period_start, end: item.current_period_end };
    const whole = wholePeriodOf(subscription, item);
    if (period.start !== whole.start && params.proration_behavior === "none") return [];
    return [partialPeriodLine(world, subscription, item, period, whole)];
  });
}

/** One-off items that ride on the first invoice. */
export function addExtraItems(world: World, params: Params, subscription: Subscription): void {
  for (const extra of params.add_invoice_items ?? [])
    createInvoiceItem(world, {
      customer: subscription.customer,
      subscription: subscription.id,
      currency: subscription.currency,
      ...(extra.price ? { pricing: { price: extra.price } } : {}),
      ...(extra.price_data ? { price_data: extra.price_data } : {}),
      quantity: extra.quantity ?? 1,
    });
}

/** Finalises the first invoice and collects it as `payment_behavior` says. @throws card_error with `error_if_incomplete` */
export function settleFirstInvoice(
  world: World,
  id: string,
  draft: Invoice,
  params: Params,
  options: FirstPayment,
): Subscription {
  const { state } = world;
  const subscription = state.subscriptions.get(id);
  if (subscription.collection_method === "send_invoice") return subscription;
  const invoice = finalizeInvoice(world, draft.id, { adopts: options.adopts });
  if (invoice.status === "paid") {
    const method = options.paymentMethod ?? paymentMethodFor(world, invoice);
    // nothing was charged, so a card for later is asked for (https://docs.stripe.com/billing/subscriptions/trials)
    if (!method)
      state.subscriptions.patch(id, {
        pending_setup_intent: openSetupIntent(world, { customer: subscription.customer }).id,
      });
    return state.subscriptions.get(id);
  }
  if (params.payment_behavior === "default_incomplete") return subscription;
  const method = options.paymentMethod ?? paymentMethodFor(world, invoice);
  if (!method) throw noPaymentMethod();
  const collected = collectInvoice(world, invoice.id, {
    paymentMethod: method,
    ...(options.authenticated ? { authenticated: true } : {}),
  });
  const isUnpaid = collected.status !== "paid" && !isProcessing(world, collected);
  if (isUnpaid && params.payment_behavior === "error_if_incomplete")
    throw collectionError(world, collected, false);
  return state.subscriptions.get(id);
}
