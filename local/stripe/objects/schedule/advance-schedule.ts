import { mergeMetadata } from "../../state/metadata";
import type { Schedule, SchedulePhase, Subscription } from "../../state/records";
import type { World } from "../../world";
import { redeemDiscounts } from "../discount/redeem-discount";
import { cancelNow } from "../subscription/cancel-subscription";
import { createSubscription } from "../subscription/create-subscription";
import { buildItem, withPrice } from "../subscription/subscription-items";
import { updateSubscription } from "../subscription/update-subscription";
import { releaseSchedule } from "./release-schedule";

/** Enters the schedule's next phase, or ends it. */
export function advanceSchedule(world: World, id: string): void {
  const schedule = world.state.schedules.get(id);
  const now = world.now(schedule.test_clock);
  const next = schedule.phases.findIndex((phase) => phase.start_date <= now && now < phase.end_date);
  if (next >= 0) enterPhase(world, id, next);
  else endSchedule(world, schedule);
}

/** Makes the subscription what a phase says; the first phase of a schedule that had to wait makes it. */
export function enterPhase(world: World, id: string, index: number): void {
  const before = world.state.schedules.get(id);
  const phase = before.phases[index];
  if (!phase) return;
  const subscription = before.subscription ? world.state.subscriptions.find(before.subscription) : undefined;
  const made = subscription ? null : startSubscription(world, before, phase);
  const after = world.state.schedules.put({
    ...before,
    status: "active",
    current_phase: { start_date: phase.start_date, end_date: phase.end_date },
    subscription: made?.id ?? before.subscription,
  });
  if (subscription) changeSubscription(world, subscription, phase);
  world.emit("subscription_schedule.updated", after, before);
}

/** Its first invoice is a draft for an hour (https://docs.stripe.com/billing/subscriptions/subscription-schedules). */
function startSubscription(world: World, schedule: Schedule, phase: SchedulePhase): Subscription {
  const { subscription } = createSubscription(
    world,
    {
      customer: schedule.customer,
      items: phase.items.map((item) => ({ price: item.price, quantity: item.quantity ?? 1 })),
      metadata: phase.metadata ?? {},
      discounts: discountParams(phase),
      ...(phase.collection_method ? { collection_method: phase.collection_method } : {}),
      ...(phase.default_payment_method ? { default_payment_method: phase.default_payment_method } : {}),
    },
    { waitsAsDraft: true },
  );
  return world.state.subscriptions.patch(subscription.id, { schedule: schedule.id });
}

const discountParams = (phase: SchedulePhase) =>
  phase.discounts.map((discount) => ({
    ...(discount.coupon ? { coupon: discount.coupon } : {}),
    ...(discount.promotion_code ? { promotion_code: discount.promotion_code } : {}),
  }));

/**
 * On a period's last second the new items are billed by the renewal that follows in the same second; in the middle of
 * a period the change is prorated as the phase says (https://docs.stripe.com/billing/subscriptions/subscription-schedules#prorations).
 */
function changeSubscription(world: World, before: Subscription, phase: SchedulePhase): void {
  const now = world.now(before.test_clock);
  const discounts =
    phase.discounts.length > 0
      ? redeemDiscounts(world, discountParams(phase), { customer: before.customer, subscription: before.id })
      : [];
  const described = world.state.subscriptions.put({
    ...before,
    discounts,
    metadata: mergeMetadata(before.metadata, phase.metadata),
    ...(phase.collection_method ? { collection_method: phase.collection_method } : {}),
    ...(phase.default_payment_method ? { default_payment_method: phase.default_payment_method } : {}),
  });
  const isBoundary = before.items.data.every((item) => item.current_period_end <= now);
  if (!isBoundary) {
    const known = described.items.data;
    const changed = phase.items.map((item, at) => ({
      ...(known[at] ? { id: known[at].id } : {}),
      price: item.price,
      quantity: item.quantity ?? 1,
    }));
    const removed = known.slice(phase.items.length).map((item) => ({ id: item.id, deleted: true }));
    updateSubscription(world, before.id, {
      items: [...changed, ...removed],
      proration_behavior: phase.proration_behavior as "none",
      ...(phase.billing_cycle_anchor === "phase_start" ? { billing_cycle_anchor: { type: "now" } } : {}),
    });
    return;
  }
  const period = { start: now, end: now };
  const items = phase.items.map((item, at) => {
    const price = world.state.prices.get(item.price);
    const known = described.items.data[at];
    return known
      ? { ...withPrice(known, price), quantity: item.quantity ?? 1 }
      : buildItem(world, { subscription: before.id, price, quantity: item.quantity, period, created: now });
  });
  const old = before.items.data[0]?.price.recurring;
  const fresh = items[0]?.price.recurring;
  const keepsInterval = old?.interval === fresh?.interval && old?.interval_count === fresh?.interval_count;
  const after = world.state.subscriptions.put({
    ...described,
    items: { ...described.items, data: items },
    billing_cycle_anchor:
      keepsInterval && phase.billing_cycle_anchor !== "phase_start" ? described.billing_cycle_anchor : now,
  });
  world.emit("customer.subscription.updated", after, before);
}

function endSchedule(world: World, schedule: Schedule): void {
  const subscription = schedule.subscription
    ? world.state.subscriptions.find(schedule.subscription)
    : undefined;
  if (schedule.end_behavior === "cancel" && subscription) {
    releaseSchedule(world, schedule.id, "completed");
    cancelNow(world, world.state.subscriptions.get(subscription.id), { reason: "cancellation_requested" });
    return;
  }
  releaseSchedule(world, schedule.id, "released");
}
