import type { CycleUsage } from "./types";

const DAY_MS = 86_400_000;

/** One point of the running total. `at` is the time of the day's start in ms; `expected` continues at this pace. */
export type CyclePoint = { at: number; used: number | null; expected: number | null };

export type CycleLine = {
  points: readonly CyclePoint[];
  used: number;
  start: number;
  end: number;
  today: number;
  /** When the limit is met at this pace, inside the cycle; null when it is not. */
  reached: number | null;
  /** Highest value drawn, so that the limit line always fits. */
  top: number;
};

/**
 * Sums the days of a cycle to a running total and carries it on at the same pace, to the limit or the end
 * of the cycle, whichever comes first. Days without a row count as zero.
 */
export function computeCycle(cycle: CycleUsage, nowIso: string): CycleLine {
  const start = startOfDay(cycle.periodStart);
  const end = startOfDay(cycle.periodEnd);
  const today = Math.min(startOfDay(nowIso), end);
  const byDay = new Map(cycle.days.map(({ day, used }) => [startOfDay(day), used]));
  const points: CyclePoint[] = [];
  let used = 0;
  for (let at = start; at <= today; at += DAY_MS) {
    used += byDay.get(at) ?? 0;
    points.push({ at, used, expected: at === today ? used : null });
  }
  const stop = cycle.limitReachedAt === null ? end : Math.min(end, startOfDay(cycle.limitReachedAt));
  const reached = cycle.limitReachedAt !== null && cycle.limit !== null;
  const days = Math.max(1, (today - start) / DAY_MS + 1);
  const atStop = reached ? (cycle.limit ?? used) : used + (used / days) * ((stop - today) / DAY_MS);
  if (used > 0 && stop > today) points.push({ at: stop, used: null, expected: Math.round(atStop) });
  const top = Math.max(used, atStop, cycle.limit ?? 0, 1);
  return { points, used, start, end, today, reached: reached && stop > today ? stop : null, top };
}

/** Marks of the date axis: the start, the end, and about four between. */
export function computeTicks(start: number, end: number, count: number): readonly number[] {
  const days = Math.max(1, Math.round((end - start) / DAY_MS));
  const step = Math.max(1, Math.round(days / count));
  const ticks: number[] = [];
  for (let day = 0; day <= days - step / 2; day += step) ticks.push(start + day * DAY_MS);
  ticks.push(end);
  return ticks;
}

function startOfDay(iso: string): number {
  return Date.parse(`${new Date(iso).toISOString().slice(0, 10)}T00:00:00Z`);
}
