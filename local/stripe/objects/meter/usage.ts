import type { World } from "../../world";

/**
 * A customer's usage of a meter in a period, by the meter's formula; the end is exclusive
 * (https://docs.stripe.com/billing/subscriptions/usage-based/meters/configure). Never negative.
 */
export function usageOf(
  world: World,
  meterId: string,
  customer: string,
  period: { start: number; end: number },
): number {
  const meter = world.state.meters.find(meterId);
  if (!meter) return 0;
  let sum = 0;
  let count = 0;
  let last: { timestamp: number; value: number } | null = null;
  for (const event of world.state.meterEvents.oldestFirst({
    index: "usage",
    key: `${meterId}:${customer}`,
  })) {
    if (event.cancelled || event.timestamp < period.start || event.timestamp >= period.end) continue;
    sum += event.value;
    count++;
    if (!last || event.timestamp >= last.timestamp) last = { timestamp: event.timestamp, value: event.value };
  }
  const formula = meter.default_aggregation.formula;
  const value = formula === "sum" ? sum : formula === "count" ? count : (last?.value ?? 0);
  return Math.max(0, value);
}
