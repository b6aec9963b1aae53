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
  paymentMethodOf,
} from "../invoice/pay-invoice";
import { createInvoiceItem } from "../invoice-item/invoice-items";
import { openSetupIntent } from "../setup-intent/operations";
import { partialPeriodLine, trialLine, usageLine } from "./billing-lines";
import { pastPeriods } from "./first-period";
import { isMetered, recurrenceOf, wholePeriodOf } from "./subscription-items";

type Params = Stripe.SubscriptionCreateParams;

/** What a caller other than the API decides about the first payment. */
export interface FirstPayment {
  /** Stop before anything is paid: what a preview shows. */
  isPreview?: boolean;
  /** Leave the first invoice as a draft, and the subscription alive: what a schedule begins with. */
  waitsAsDraft?: boolean;
  /** Checkout pays with a card that is only saved by paying. */
  paymentMethod?: string;
  /** The customer has passed the card's authentication. */
  authenticated?: boolean;
  discountIds?: string[];
  /** An intent with which the first payment was tried before. */
  adopts?: string | undefined;
}

/**
 * What the first invoice charges: a trial's line, a whole period, or the part of one up to the anchor or to the end. A
 * backdated subscription bills each period since its start on a line of its own
 * (https://docs.stripe.com/billing/subscriptions/backdating). Without prorations what lies before now or is cut at its
 * beginning is free, and what is cut at its end costs the whole.
 */
export function firstLines(world: World, subscription: Subscription, params: Params): LineDraft[] {
  if (subscription.trial_end)
    return subscription.items.data.map((item) =>
      trialLine(world, subscription, item, {
        start: item.current_period_start,
        end: item.current_period_end,
      }),
    );
  const isFree = params.proration_behavior === "none";
  return subscription.items.data.flatMap((item) => {
    const { start_date, billing_cycle_anchor } = subscription;
    const current = { start: item.current_period_start, end: item.current_period_end };
    const past = isFree
      ? []
      : pastPeriods(billing_cycle_anchor, recurrenceOf(item.price), start_date, current.start);
    if (isMetered(item)) return past.map(({ period }) => usageLine(world, subscription, item, period));
    const lines = past.map(({ period, whole }) =>
      partialPeriodLine(world, subscription, item, period, whole),
    );
    const whole = wholePeriodOf(subscription, item);
    if (isFree && (current.start !== whole.start || current.start < subscription.created)) return lines;
    const billed = isFree ? whole : current;
    return [...lines, { ...partialPeriodLine(world, subscription, item, billed, whole), period: current }];
  });
}

/** Nothing to bill: it lives at once, and asks for a card for later when there is none. */
export function startUnbilled(world: World, id: string, options: FirstPayment): Subscription {
  const { state } = world;
  const { status, customer, collection_method } = state.subscriptions.get(id);
  if (status === "incomplete") state.subscriptions.patch(id, { status: "active" });
  const method = options.paymentMethod ?? paymentMethodOf(world, state.subscriptions.get(id));
  if (!method && collection_method === "charge_automatically")
    state.subscriptions.patch(id, { pending_setup_intent: openSetupIntent(world, { customer }).id });
  return state.subscriptions.get(id);
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
