import type { Invoice, Subscription } from "../../state/records";
import type { World } from "../../world";
import { markUncollectible, voidInvoice } from "../invoice/close-invoice";
import { draftInvoice } from "../invoice/draft-invoice";
import { finalizeInvoice } from "../invoice/finalize-invoice";
import { paymentMethodOf } from "../invoice/pay-invoice";
import { pendingLines } from "../invoice-item/invoice-items";
import { recordBilled } from "./billed-spans";
import { cancelNow, invoiceRest } from "./cancel-subscription";
import { discountsOf } from "./net-price";
import { expireResume } from "./pending-resume";
import { expirePendingUpdate } from "./pending-update";
import { renewalLines, type Turn } from "./renewal-lines";
import { gridPeriod, inPeriod, periodOf, recurrenceOf } from "./subscription-items";

const DAY = 86_400;

/** Does the one thing of a subscription that is due by now; the queue comes back for the next. */
export function advanceSubscription(world: World, id: string): void {
  const subscription = world.state.subscriptions.get(id);
  const now = world.now(subscription.test_clock);
  if (subscription.status === "incomplete") {
    expireIncomplete(world, subscription);
    return;
  }
  if (subscription.pending_update && subscription.pending_update.expires_at <= now) {
    expirePendingUpdate(world, id);
    return;
  }
  if (subscription.cancel_at !== null && subscription.cancel_at <= now) {
    endAsPlanned(world, subscription, now);
    return;
  }
  const resumesAt = subscription.pause_collection?.resumes_at;
  if (resumesAt && resumesAt <= now) {
    const resumed = world.state.subscriptions.patch(id, { pause_collection: null });
    world.emit("customer.subscription.updated", resumed, subscription);
    return;
  }
  const resume = world.state.pendingResumes.find(id);
  if (resume && resume.expiresAt <= now) {
    expireResume(world, id);
    return;
  }
  if (subscription.status === "paused") return;
  const end = periodOf(subscription).end;
  if (end <= now) {
    renew(world, subscription, now);
    return;
  }
  if (subscription.status === "trialing" && subscription.trial_end) {
    world.state.meta.put({ id: `trial_reminder:${id}:${subscription.trial_end}`, value: true });
    // a trial shorter than the notice has its reminder at once
    world.emit("customer.subscription.trial_will_end", subscription);
    world.state.subscriptions.put({ ...subscription });
    return;
  }
  announceRenewal(world, subscription, end);
}

/** Stripe: a first invoice that is not paid within 23 hours ends the subscription. */
function expireIncomplete(world: World, subscription: Subscription): void {
  const ended = world.state.subscriptions.patch(subscription.id, {
    status: "incomplete_expired",
    ended_at: world.now(subscription.test_clock),
  });
  const invoice = world.state.invoices.find(subscription.latest_invoice ?? "");
  if (invoice?.status === "open") voidInvoice(world, invoice.id);
  world.emit("customer.subscription.updated", ended, subscription);
}

/** Its last period was billed, or cut, to end here: what is left is usage and what is pending. */
function endAsPlanned(world: World, subscription: Subscription, now: number): void {
  cancelNow(world, subscription, { reason: "cancellation_requested" });
  invoiceRest(world, world.state.subscriptions.get(subscription.id), now);
}

/** `invoice.upcoming`: what the renewal would be, some days before it; it has no id because it does not exist yet. */
function announceRenewal(world: World, subscription: Subscription, end: number): void {
  world.state.meta.put({ id: `upcoming:${subscription.id}:${end}`, value: true });
  world.state.subscriptions.put({ ...subscription });
  const willRenew = subscription.cancel_at === null || subscription.cancel_at > end;
  if (!willRenew || end - world.now(subscription.test_clock) > world.settings.upcomingDays * DAY) return;
  const invoice = world.rehearse(() => draftRenewal(world, subscription, end));
  world.emit("invoice.upcoming", {
    ...invoice,
    id: `upcoming_${invoice.id}`,
    auto_advance: false,
    automatically_finalizes_at: null,
    billing_reason: "upcoming",
  });
}

/**
 * The next period begins: periods roll, a trial becomes active, and the renewal invoice is drafted. It is finalised
 * and collected an hour later (https://docs.stripe.com/billing/invoices/subscription#draft-invoices).
 */
function renew(world: World, before: Subscription, now: number): void {
  const { state } = world;
  const isTrialEnd = before.status === "trialing";
  if (isTrialEnd && endsWithoutCard(world, before)) return;
  const invoice = draftRenewal(world, before, periodOf(before).end);
  const after = state.subscriptions.get(before.id);
  state.subscriptions.patch(before.id, { latest_invoice: invoice.id });
  recordBilled(world, invoice);
  spendDiscounts(world, before.id, now);
  forgetReminders(world, before);
  world.emit("customer.subscription.updated", state.subscriptions.get(after.id), before);
  if (before.status === "unpaid")
    state.invoices.patch(invoice.id, { auto_advance: false, automatically_finalizes_at: null });
  if (before.pause_collection) holdCollection(world, invoice, before.pause_collection.behavior);
}

/**
 * Rolls the periods that end at a moment and drafts their invoice: all of them, or those of one interval, whose invoice
 * then is its own (https://docs.stripe.com/billing/subscriptions/mixed-interval). Also the preview of a renewal.
 */
export function draftRenewal(world: World, before: Subscription, start: number): Invoice {
  const turns = before.items.data
    .filter((item) => item.current_period_end <= start)
    .map((item): Turn => {
      const whole = gridPeriod(before.billing_cycle_anchor, recurrenceOf(item.price), start);
      return {
        item,
        past: { start: item.current_period_start, end: item.current_period_end },
        // the last one goes no further than the end (https://docs.stripe.com/billing/subscriptions/cancel)
        coming: { start, end: Math.min(whole.end, before.cancel_at ?? whole.end) },
        whole,
      };
    });
  const comings = new Map(turns.map(({ item, coming }) => [item.id, coming]));
  const rolled: Subscription = {
    ...before,
    status: before.status === "trialing" ? "active" : before.status,
    items: {
      ...before.items,
      data: before.items.data.map((item) => {
        const coming = comings.get(item.id);
        return coming ? inPeriod(item, coming) : item;
      }),
    },
  };
  world.state.subscriptions.put(rolled);
  return draftInvoice(world, {
    customer: rolled.customer,
    currency: rolled.currency,
    billingReason: "subscription_cycle",
    subscription: rolled,
    // Stripe lists what is pending first, then the new period
    lines: [
      ...pendingLines(world, rolled.customer, rolled.currency, rolled.id),
      ...renewalLines(world, rolled, turns, before.status === "trialing"),
    ],
    period: { start: Math.min(...turns.map(({ past }) => past.start)), end: start },
    autoAdvance: true,
    daysUntilDue: rolled.days_until_due,
    discounts: discountsOf(world, rolled, start),
  });
}

/** A trial that ends with no card to charge: cancelled or paused when that was asked for. */
function endsWithoutCard(world: World, subscription: Subscription): boolean {
  const behaviour = subscription.trial_settings?.end_behavior.missing_payment_method;
  if (behaviour !== "cancel" && behaviour !== "pause") return false;
  if (paymentMethodOf(world, subscription)) return false;
  if (behaviour === "cancel") {
    cancelNow(world, subscription, { reason: "cancellation_requested" });
    return true;
  }
  const paused = world.state.subscriptions.patch(subscription.id, {
    status: "paused",
    status_details: {
      paused: {
        subscription: { type: "trial_end_without_payment_method" },
        transitioned_at: world.now(subscription.test_clock),
        type: "subscription",
      },
    },
  });
  world.emit("customer.subscription.paused", paused);
  world.emit("customer.subscription.updated", paused, subscription);
  return true;
}

/** https://docs.stripe.com/billing/subscriptions/pause-payment */
function holdCollection(world: World, invoice: Invoice, behaviour: string): void {
  if (behaviour === "keep_as_draft") {
    world.state.invoices.patch(invoice.id, { auto_advance: false, automatically_finalizes_at: null });
    return;
  }
  const open = finalizeInvoice(world, invoice.id);
  if (open.status !== "open") return;
  if (behaviour === "void") voidInvoice(world, open.id);
  else markUncollectible(world, open.id, "subscription_paused");
}

/** A `once` coupon is spent by the first invoice it was on, a repeating one ends at its date. */
export function spendDiscounts(world: World, id: string, now: number): void {
  const subscription = world.state.subscriptions.get(id);
  const kept = subscription.discounts.filter((discountId) => {
    const discount = world.state.discounts.find(discountId);
    const coupon = world.state.coupons.find(discount?.source.coupon ?? "");
    const isSpent =
      coupon?.duration === "once" ||
      (discount?.end !== null && discount?.end !== undefined && discount.end <= now);
    if (isSpent && discount) world.emit("customer.discount.deleted", discount);
    return !isSpent;
  });
  if (kept.length !== subscription.discounts.length) world.state.subscriptions.patch(id, { discounts: kept });
}

function forgetReminders(world: World, before: Subscription): void {
  world.state.meta.delete(`upcoming:${before.id}:${periodOf(before).end}`);
  if (before.trial_end) world.state.meta.delete(`trial_reminder:${before.id}:${before.trial_end}`);
}
