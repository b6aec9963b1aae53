import { Cron } from "croner";

/** Splits `TZ=Europe/Paris 0 9 * * *` into its zone (UTC unless said) and its pattern. */
function parseCron(expression: string): Cron {
  const [, zone, pattern] = /^(?:TZ=(\S+)\s+)?(.+)$/s.exec(expression.trim()) ?? [];
  return new Cron(pattern ?? "", { paused: true, timezone: zone ?? "UTC", mode: "5-or-6-parts" });
}

/** The first tick after a moment, in milliseconds since 1970; null when there is none. Throws on a bad cron. */
export function computeNextTick(expression: string, afterMs: number): number | null {
  return parseCron(expression).nextRun(new Date(afterMs))?.getTime() ?? null;
}

/**
 * The last tick at or before a moment that came after `sinceMs`, or null. What lies between is deliberately not
 * returned: after a pause a cron runs once, for its latest tick, however many it missed.
 */
export function findLatestTick(expression: string, sinceMs: number, nowMs: number): number | null {
  const [latest] = parseCron(expression).previousRuns(1, new Date(nowMs + 1000));
  const tick = latest && latest.getTime() <= nowMs ? latest.getTime() : null;
  if (tick !== null) return tick > sinceMs ? tick : null;
  const next = computeNextTick(expression, sinceMs);
  return next !== null && next <= nowMs ? next : null;
}
