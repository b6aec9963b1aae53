import type { Schedule } from "../../state/records";
import type { World } from "../../world";

/** Ends a schedule: released (the subscription goes on), completed, or canceled with it. */
export function releaseSchedule(
  world: World,
  id: string,
  how: "released" | "completed" | "canceled",
): Schedule {
  const before = world.state.schedules.get(id);
  const now = world.now(before.test_clock);
  const after = world.state.schedules.put({
    ...before,
    status: how,
    current_phase: null,
    released_at: how === "released" ? now : before.released_at,
    completed_at: how === "completed" ? now : before.completed_at,
    canceled_at: how === "canceled" ? now : before.canceled_at,
    released_subscription: how === "canceled" ? null : before.subscription,
    subscription: how === "canceled" ? before.subscription : null,
  });
  world.emit(`subscription_schedule.${how}`, after);
  if (how === "canceled" || !before.subscription) return after;
  const subscription = world.state.subscriptions.find(before.subscription);
  if (subscription) {
    const freed = world.state.subscriptions.patch(subscription.id, { schedule: null });
    world.emit("customer.subscription.updated", freed, subscription);
  }
  return after;
}
