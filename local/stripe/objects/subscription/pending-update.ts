import type { Subscription } from "../../state/records";
import type { World } from "../../world";
import { voidInvoice } from "../invoice/close-invoice";
import { periodOf } from "./subscription-items";

/** Stripe lets a pending update wait for 23 hours at most (https://docs.stripe.com/billing/subscriptions/pending-updates). */
const WAITS_SECONDS = 23 * 3600;

/** Keeps a change beside the subscription until its invoice is paid. */
export function deferChange(world: World, id: string, wanted: Subscription): void {
  const current = world.state.subscriptions.get(id);
  const now = world.nowOf(current.customer);
  const limits = [
    now + WAITS_SECONDS,
    periodOf(current).end,
    ...(current.trial_end && current.trial_end > now ? [current.trial_end] : []),
  ];
  world.state.subscriptions.put({
    ...current,
    pending_update: {
      billing_cycle_anchor:
        wanted.billing_cycle_anchor === current.billing_cycle_anchor ? null : wanted.billing_cycle_anchor,
      cancel_at_period_end: null,
      discount: null,
      discounts: null,
      expires_at: Math.min(...limits),
      metadata: null,
      subscription_items: wanted.items.data,
      trial_end: wanted.trial_end === current.trial_end ? null : wanted.trial_end,
      trial_from_plan: null,
    },
  });
}

/** The invoice is paid: the change holds. */
export function applyPendingUpdate(world: World, id: string): void {
  const before = world.state.subscriptions.get(id);
  const update = before.pending_update;
  if (!update) return;
  const after = world.state.subscriptions.put({
    ...before,
    pending_update: null,
    ...(update.subscription_items ? { items: { ...before.items, data: update.subscription_items } } : {}),
    ...(update.billing_cycle_anchor === null ? {} : { billing_cycle_anchor: update.billing_cycle_anchor }),
    ...(update.trial_end === null ? {} : { trial_end: update.trial_end, status: "active" as const }),
  });
  world.emit("customer.subscription.pending_update_applied", after);
  world.emit("customer.subscription.updated", after, before);
}

/** Nobody paid in time: the change is dropped and its invoice voided. */
export function expirePendingUpdate(world: World, id: string): void {
  const before = world.state.subscriptions.get(id);
  const after = world.state.subscriptions.put({ ...before, pending_update: null });
  world.emit("customer.subscription.pending_update_expired", after);
  world.emit("customer.subscription.updated", after, before);
  const invoice = world.state.invoices.find(before.latest_invoice ?? "");
  if (invoice?.status === "open") voidInvoice(world, invoice.id);
}
