import type { Stripe } from "stripe";
import { noSuch } from "../../http/stripe-error";
import type { Subscription } from "../../state/records";
import type { World } from "../../world";
import { voidInvoice } from "../invoice/close-invoice";
import { draftInvoice } from "../invoice/draft-invoice";
import { finalizeInvoice } from "../invoice/finalize-invoice";
import { collectInvoice, paymentMethodFor } from "../invoice/pay-invoice";
import { holdLine, pendingLines } from "../invoice-item/invoice-items";
import { releaseSchedule } from "../schedule/release-schedule";
import { getSubscription } from "./find-subscription";
import { creditsOf } from "./prorate-change";
import { isMetered, periodOf } from "./subscription-items";
import { subscriptionIsOver } from "./subscription-status";
import { usageLines } from "./usage-lines";

interface Cancellation {
  reason: "cancellation_requested" | "payment_failed" | "payment_disputed";
  /** Whether unused time is credited. */
  prorate?: boolean;
  invoiceNow?: boolean;
  comment?: string | null;
  feedback?: NonNullable<Subscription["cancellation_details"]>["feedback"];
}

/** `subscriptions.cancel`: ends it now. @throws resource_missing when it has already ended */
export function cancelSubscription(
  world: World,
  id: string,
  params: Stripe.SubscriptionCancelParams,
): Subscription {
  const subscription = getSubscription(world, id);
  if (subscriptionIsOver(subscription)) throw noSuch("subscription", id);
  return cancelNow(world, subscription, {
    reason: "cancellation_requested",
    prorate: params.prorate ?? false,
    invoiceNow: params.invoice_now ?? false,
    comment: params.cancellation_details?.comment || null,
    feedback: params.cancellation_details?.feedback || null,
  });
}

/**
 * Ends a subscription for good. Drafts stop advancing; open invoices stay open unless it never became active
 * (https://docs.stripe.com/billing/subscriptions/cancel#canceling).
 */
export function cancelNow(world: World, subscription: Subscription, how: Cancellation): Subscription {
  const { state } = world;
  const now = world.nowOf(subscription.customer);
  const wasIncomplete = subscription.status === "incomplete";
  const ended = state.subscriptions.put({
    ...subscription,
    status: wasIncomplete && how.reason === "payment_failed" ? "incomplete_expired" : "canceled",
    cancel_at_period_end: subscription.cancel_at_period_end,
    canceled_at: subscription.canceled_at ?? now,
    ended_at: now,
    pending_update: null,
    schedule: null,
    cancellation_details: {
      comment: how.comment ?? subscription.cancellation_details?.comment ?? null,
      feedback: how.feedback ?? subscription.cancellation_details?.feedback ?? null,
      feedback_option: null,
      reason: subscription.cancellation_details?.reason ?? how.reason,
    },
  });
  if (subscription.schedule) releaseSchedule(world, subscription.schedule, "canceled");
  if (how.prorate)
    for (const line of ended.items.data.flatMap((item) => creditsOf(world, ended, item, now)))
      holdLine(world, ended.customer, ended.currency, line);
  for (const invoice of state.invoices.newestFirst({ index: "subscription", key: subscription.id })) {
    if (invoice.status === "draft" || invoice.status === "open")
      if (wasIncomplete && invoice.status === "open") voidInvoice(world, invoice.id);
      else
        state.invoices.put({
          ...state.invoices.get(invoice.id),
          auto_advance: false,
          automatically_finalizes_at: null,
          next_payment_attempt: null,
        });
  }
  world.emit("customer.subscription.deleted", ended);
  if (how.invoiceNow) invoiceRest(world, ended, now);
  return state.subscriptions.get(subscription.id);
}

/** Metered usage so far, which a trial does not bill, and everything pending, on one last invoice. */
export function invoiceRest(world: World, subscription: Subscription, now: number): void {
  const period = { start: periodOf(subscription).start, end: now };
  const isInTrial = subscription.trial_end !== null && now <= subscription.trial_end;
  const usage = subscription.items.data
    .filter((item) => isMetered(item) && !isInTrial)
    .flatMap((item) => usageLines(world, subscription, item, { start: item.current_period_start, end: now }));
  const lines = [
    ...pendingLines(world, subscription.customer, subscription.currency, subscription.id),
    ...usage,
  ];
  if (lines.length === 0) return;
  const draft = draftInvoice(world, {
    customer: subscription.customer,
    currency: subscription.currency,
    billingReason: "subscription_update",
    subscription,
    lines,
    period,
    autoAdvance: true,
    daysUntilDue: subscription.days_until_due,
  });
  world.state.subscriptions.patch(subscription.id, { latest_invoice: draft.id });
  const invoice = finalizeInvoice(world, draft.id);
  const method = paymentMethodFor(world, invoice);
  if (invoice.status === "open" && method && subscription.collection_method === "charge_automatically")
    collectInvoice(world, invoice.id, { paymentMethod: method });
}
