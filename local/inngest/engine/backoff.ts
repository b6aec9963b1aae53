/** Waits before the second, third, ... attempt, in milliseconds; the last one repeats. Inngest's own table. */
const BACKOFF_MS = [
  15_000, 30_000, 60_000, 120_000, 300_000, 600_000, 1_200_000, 2_400_000, 3_600_000, 7_200_000,
];
const JITTER_MS = 30_000;

/**
 * Milliseconds until a failed attempt (counted from 0) is repeated: the table's wait and up to 30 s more, so that
 * calls that failed together do not come back together.
 */
export function computeBackoffMs(attempt: number, scale: number, random: () => number = Math.random): number {
  const base = BACKOFF_MS[Math.min(Math.max(attempt, 0), BACKOFF_MS.length - 1)] ?? 0;
  return Math.round((base + random() * JITTER_MS) * scale);
}
