import { parseDuration } from "../protocol/duration";
import type { EventPayload } from "../protocol/event-payload";
import { computeKey } from "../protocol/expression";
import type { FunctionConfig } from "../protocol/function-config";
import type { Db } from "../store/connection";
import { countStarts, findThrottleMark, insertStart, saveThrottleMark } from "../store/starts";

const IDEMPOTENCY_WINDOW_MS = 24 * 3_600_000;

/**
 * Counts a start against the function's idempotency key and rate limit. Returns the reason why the run must be
 * skipped, or null. The scheduling lock makes the count exact.
 */
export async function claimStart(
  db: Db,
  config: FunctionConfig,
  event: EventPayload,
  at: Date,
): Promise<string | null> {
  const functionId = config.id;
  const since = (windowMs: number) => new Date(at.getTime() - windowMs);
  const idempotencyKey = config.idempotency ? computeKey(config.idempotency, event) : null;
  if (idempotencyKey !== null) {
    const rule = { functionId, rule: "idempotency" as const, key: idempotencyKey };
    if ((await countStarts(db, { ...rule, since: since(IDEMPOTENCY_WINDOW_MS) })) > 0) {
      return `idempotency: the key "${idempotencyKey}" ran within 24 hours`;
    }
  }
  if (config.rateLimit) {
    const { limit, period } = config.rateLimit;
    const rule = { functionId, rule: "rate-limit" as const, key: computeKey(config.rateLimit.key, event) };
    if ((await countStarts(db, { ...rule, since: since(parseDuration(period)) })) >= limit) {
      return `rate limit: ${limit} per ${period} reached`;
    }
    await insertStart(db, { ...rule, at });
  }
  if (idempotencyKey !== null) {
    await insertStart(db, { functionId, rule: "idempotency", key: idempotencyKey, at });
  }
  return null;
}

/**
 * The moment a throttled run may start (generic cell rate algorithm): runs are spread evenly over the period, and
 * `burst` of them (1 unless said) may come at once.
 */
export async function reserveThrottleSlot(
  db: Db,
  config: FunctionConfig,
  event: EventPayload,
  at: Date,
): Promise<Date> {
  if (!config.throttle) return at;
  const key = computeKey(config.throttle.key, event);
  const mark = await findThrottleMark(db, config.id, key);
  const slot = computeThrottleSlot(config.throttle, mark?.getTime() ?? null, at.getTime());
  await saveThrottleMark(db, config.id, key, new Date(slot.markMs));
  return new Date(slot.startMs);
}

/** The start of the next run and the mark to keep, both in milliseconds since 1970. */
export function computeThrottleSlot(
  throttle: { limit: number; period: string; burst?: number | undefined },
  markMs: number | null,
  nowMs: number,
): { startMs: number; markMs: number } {
  const spacingMs = parseDuration(throttle.period) / throttle.limit;
  const allowanceMs = spacingMs * ((throttle.burst ?? 1) - 1);
  const arrivalMs = Math.max(markMs ?? nowMs, nowMs);
  return { startMs: Math.max(nowMs, arrivalMs - allowanceMs), markMs: arrivalMs + spacingMs };
}
