import type { Stripe } from "stripe";
import { invalidRequest, notSupported } from "../../http/stripe-error";
import type { Invoice, Subscription, SubscriptionItem } from "../../state/records";
import type { World } from "../../world";
import { finalizeInvoice } from "../invoice/finalize-invoice";
import { collectInvoice, paymentMethodFor } from "../invoice/pay-invoice";
import { billChange } from "./bill-change";
import { unusedTime } from "./billed-spans";
import { partialPeriodLine } from "./billing-lines";
import { endingBy } from "./cancel-at";
import { getSubscription } from "./find-subscription";
import { deferResume } from "./pending-resume";
import { creditsOf } from "./prorate-change";
import { remainderLine } from "./proration-lines";
import {
  gridPeriod,
  inPeriod,
  isMetered,
  type Period,
  recurrenceOf,
  wholePeriodOf,
} from "./subscription-items";
import { usageLines } from "./usage-lines";

/**
 * Stops service and invoices, and ends the periods. Not in a trial, not where invoices are sent, and not while a schedule
 * is attached. Unused time is credited, and usage billed, when the caller asks for it
 * (https://docs.stripe.com/billing/subscriptions/pause).
 */
export function pauseSubscription(
  world: World,
  id: string,
  params: Stripe.SubscriptionPauseParams,
): Subscription {
  const before = getSubscription(world, id);
  checkCanPause(before);
  const now = world.nowOf(before.customer);
  const { unused_time_from: unused, outstanding_usage_through: usage } = params.bill_for ?? {};
  if (unused?.type === "item_current_period_start")
    throw notSupported("bill_for[unused_time_from][type]=item_current_period_start", "bill_for");
  const credits =
    unused?.type === "now" ? before.items.data.flatMap((item) => creditsOf(world, before, item, now)) : [];
  const used =
    usage?.type === "now"
      ? before.items.data
          .filter(isMetered)
          .flatMap((item) => usageLines(world, before, item, { start: item.current_period_start, end: now }))
      : [];
  const paused = world.state.subscriptions.patch(id, {
    status: "paused",
    status_details: {
      paused: { subscription: { type: "pause_requested" }, transitioned_at: now, type: "subscription" },
    },
    items: { ...before.items, data: before.items.data.map((item) => ({ ...item, current_period_end: now })) },
  });
  const plan = { subscription: paused, prorations: [...credits, ...used], newPeriod: [], removed: [] };
  const draft = billChange(
    world,
    { ...plan, startsPeriod: false, formerPrices: [] },
    params.invoicing_behavior === "invoice",
  );
  if (draft) {
    world.state.subscriptions.patch(id, { latest_invoice: draft.id });
    collectAtOnce(world, draft);
  }
  const after = world.state.subscriptions.get(id);
  world.emit("customer.subscription.paused", after);
  world.emit("customer.subscription.updated", after, before);
  return after;
}

function checkCanPause(subscription: Subscription): void {
  const { status, schedule, collection_method } = subscription;
  if (schedule)
    throw invalidRequest("You cannot pause a subscription that is managed by a subscription schedule.");
  if (collection_method !== "charge_automatically")
    throw invalidRequest("Only subscriptions that are charged automatically can be paused.");
  if (status !== "active" && status !== "past_due" && status !== "unpaid")
    throw invalidRequest(`You cannot pause a subscription with a status of ${status}.`);
}

/**
 * Brings a paused subscription back: by default in a new period that starts now and is billed at once; with
 * `unchanged` in the period it is in, for which only the rest is billed. With `resume_on_payment_success` it stays
 * paused until that is paid (https://docs.stripe.com/api/subscriptions/resume).
 */
export function resumeSubscription(
  world: World,
  id: string,
  params: Stripe.SubscriptionResumeParams,
): Subscription {
  const before = getSubscription(world, id);
  if (before.status !== "paused")
    throw invalidRequest(`This subscription cannot be resumed because it has a status of ${before.status}.`);
  if (before.collection_method !== "charge_automatically")
    throw invalidRequest("Only subscriptions that are charged automatically can be resumed.");
  const now = params.proration_date ?? world.nowOf(before.customer);
  const keepsAnchor = params.billing_cycle_anchor?.type === "unchanged";
  const resumed = resumedSubscription(before, now, keepsAnchor);
  const behaviour = params.proration_behavior ?? "create_prorations";
  const draft = billResumption(world, resumed, now, keepsAnchor, behaviour);
  if (draft && params.payment_behavior === "resume_on_payment_success") {
    world.state.subscriptions.put(before);
    deferResume(world, resumed, draft);
    collectAtOnce(world, draft);
    return world.state.subscriptions.get(id);
  }
  const current = world.state.subscriptions.put(draft ? { ...resumed, latest_invoice: draft.id } : resumed);
  world.emit("customer.subscription.resumed", current);
  world.emit("customer.subscription.updated", current, before);
  if (draft) collectAtOnce(world, draft);
  return world.state.subscriptions.get(id);
}

function resumedSubscription(before: Subscription, now: number, keepsAnchor: boolean): Subscription {
  const anchor = keepsAnchor ? before.billing_cycle_anchor : now;
  const { status_details: _paused, ...rest } = before;
  return {
    ...rest,
    status: "active",
    billing_cycle_anchor: anchor,
    trial_end: before.trial_end !== null && before.trial_end > now ? now : before.trial_end,
    items: {
      ...before.items,
      data: before.items.data.map((item) =>
        endingBy(inPeriod(item, resumedPeriod(item, anchor, now)), before.cancel_at),
      ),
    },
  };
}

/**
 * The period that an item lies in. Of usage only what comes after counts
 * (https://docs.stripe.com/billing/subscriptions/trials/free-trials).
 */
function resumedPeriod(item: SubscriptionItem, anchor: number, now: number): Period {
  const { start, end } = gridPeriod(anchor, recurrenceOf(item.price), now);
  return { start: isMetered(item) ? now : start, end };
}

/** What resuming costs: a new period, or the rest of the one it is in, less what was paid for already. */
function billResumption(
  world: World,
  resumed: Subscription,
  now: number,
  keepsAnchor: boolean,
  behaviour: string,
): Invoice | null {
  const licensed = resumed.items.data.filter(
    (item) => !isMetered(item) && !(keepsAnchor && unusedTime(world, item, now).length > 0),
  );
  if (licensed.length === 0 || (keepsAnchor && behaviour === "none")) return null;
  const plan = { subscription: resumed, prorations: [], newPeriod: [], removed: [], formerPrices: [] };
  if (keepsAnchor) {
    const prorations = licensed.map((item) => remainderLine(world, resumed, item, now));
    return billChange(world, { ...plan, prorations, startsPeriod: false }, behaviour === "always_invoice");
  }
  const newPeriod = licensed.map((item) =>
    partialPeriodLine(
      world,
      resumed,
      item,
      { start: item.current_period_start, end: item.current_period_end },
      wholePeriodOf(resumed, item),
    ),
  );
  return billChange(world, { ...plan, newPeriod, startsPeriod: true }, false);
}

function collectAtOnce(world: World, draft: Invoice): void {
  const invoice = finalizeInvoice(world, draft.id);
  const method = paymentMethodFor(world, invoice);
  if (invoice.status === "open") collectInvoice(world, invoice.id, method ? { paymentMethod: method } : {});
}
