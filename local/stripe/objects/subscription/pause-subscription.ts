import type { Stripe } from "stripe";
import { invalidRequest, notSupported } from "../../http/stripe-error";
import { addRecurrences } from "../../money/interval";
import type { Subscription } from "../../state/records";
import type { World } from "../../world";
import { finalizeInvoice } from "../invoice/finalize-invoice";
import { collectInvoice, paymentMethodFor } from "../invoice/pay-invoice";
import { billChange } from "./bill-change";
import { unusedTime } from "./billed-spans";
import { creditLine, periodLine, remainderLine } from "./billing-lines";
import { getSubscription } from "./find-subscription";
import { isMetered, priceOf, recurrenceOf } from "./subscription-items";

/**
 * Stops service and invoices. Refused while a schedule is attached. Unused time is credited when the caller
 * asks for it (https://docs.stripe.com/billing/subscriptions/pause).
 */
export function pauseSubscription(
  world: World,
  id: string,
  params: Stripe.SubscriptionPauseParams,
): Subscription {
  const before = getSubscription(world, id);
  if (before.schedule)
    throw invalidRequest("You cannot pause a subscription that is managed by a subscription schedule.");
  if (before.status !== "active" && before.status !== "trialing" && before.status !== "past_due")
    throw invalidRequest(`You cannot pause a subscription with a status of ${before.status}.`);
  const now = world.nowOf(before.customer);
  const paused = world.state.subscriptions.patch(id, {
    status: "paused",
    status_details: {
      paused: { subscription: { type: "pause_requested" }, transitioned_at: now, type: "subscription" },
    },
  });
  const unusedFrom = params.bill_for?.unused_time_from?.type ?? "none";
  if (unusedFrom === "item_current_period_start")
    throw notSupported("bill_for[unused_time_from][type]=item_current_period_start", "bill_for");
  if (unusedFrom === "now") {
    const credits = before.items.data.flatMap((item) => {
      const unused = isMetered(item) ? null : unusedTime(world, item, now);
      return unused
        ? [
            creditLine(world, before, item, {
              ...unused,
              start: now,
              price: world.state.prices.find(unused.price) ?? priceOf(world, item),
            }),
          ]
        : [];
    });
    billChange(
      world,
      { subscription: paused, prorations: credits, newPeriod: [], startsPeriod: false, removed: [] },
      false,
    );
  }
  world.emit("customer.subscription.paused", paused);
  world.emit("customer.subscription.updated", paused, before);
  return paused;
}

/**
 * Brings a paused subscription back: by default in a new period that starts now and is billed at once; with
 * `unchanged` in the period it is in, for which only the rest is billed
 * (https://docs.stripe.com/api/subscriptions/resume).
 */
export function resumeSubscription(
  world: World,
  id: string,
  params: Stripe.SubscriptionResumeParams,
): Subscription {
  const before = getSubscription(world, id);
  if (before.status !== "paused")
    throw invalidRequest(`This subscription cannot be resumed because it has a status of ${before.status}.`);
  if (params.payment_behavior && params.payment_behavior !== "resume_on_payment_attempt")
    throw notSupported(
      `payment_behavior ${params.payment_behavior} of subscriptions.resume`,
      "payment_behavior",
    );
  const now = params.proration_date ?? world.nowOf(before.customer);
  const first = before.items.data[0];
  if (!first) return before;
  const recurrence = recurrenceOf(first.price);
  const keepsAnchor = params.billing_cycle_anchor?.type === "unchanged";
  const anchor = keepsAnchor ? before.billing_cycle_anchor : now;
  const period = keepsAnchor
    ? periodAt(anchor, recurrence, now)
    : { start: now, end: addRecurrences(now, recurrence, 1) };
  const resumed = world.state.subscriptions.put({
    ...before,
    status: "active",
    billing_cycle_anchor: anchor,
    trial_end: before.trial_end !== null && before.trial_end > now ? now : before.trial_end,
    items: {
      ...before.items,
      data: before.items.data.map((item) => ({
        ...item,
        current_period_start: period.start,
        current_period_end: period.end,
      })),
    },
    status_details: undefined as never,
  });
  const licensed = resumed.items.data.filter(
    (item) => !isMetered(item) && !(keepsAnchor && unusedTime(world, item, now)),
  );
  const behaviour = params.proration_behavior ?? "create_prorations";
  const lines = licensed.map((item) =>
    keepsAnchor ? remainderLine(world, resumed, item, now, period) : periodLine(world, resumed, item, period),
  );
  const bills = lines.length > 0 && !(keepsAnchor && behaviour === "none");
  const draft = bills
    ? billChange(
        world,
        keepsAnchor
          ? { subscription: resumed, prorations: lines, newPeriod: [], startsPeriod: false, removed: [] }
          : { subscription: resumed, prorations: [], newPeriod: lines, startsPeriod: true, removed: [] },
        behaviour === "always_invoice",
      )
    : null;
  const current = draft ? world.state.subscriptions.patch(id, { latest_invoice: draft.id }) : resumed;
  world.emit("customer.subscription.resumed", current);
  world.emit("customer.subscription.updated", current, before);
  if (draft) {
    const invoice = finalizeInvoice(world, draft.id);
    const method = paymentMethodFor(world, invoice);
    if (invoice.status === "open" && before.collection_method === "charge_automatically")
      collectInvoice(world, invoice.id, method ? { paymentMethod: method } : {});
  }
  return world.state.subscriptions.get(id);
}

function periodAt(
  anchor: number,
  recurrence: ReturnType<typeof recurrenceOf>,
  moment: number,
): { start: number; end: number } {
  let times = 0;
  while (addRecurrences(anchor, recurrence, times + 1) <= moment) times++;
  while (addRecurrences(anchor, recurrence, times) > moment) times--;
  return {
    start: addRecurrences(anchor, recurrence, times),
    end: addRecurrences(anchor, recurrence, times + 1),
  };
}
