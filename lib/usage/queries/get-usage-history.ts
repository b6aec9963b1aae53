import type { Clock } from "@/lib/platform/clock";
import { computeDays } from "../compute/compute-days";
import { unknownFeature } from "../errors";
import { listDays, readOverview } from "../repository";
import type { UsageHistory } from "../schemas";

const DAY_MS = 24 * 60 * 60 * 1_000;

/**
 * What was used of a feature on each UTC day: of the current window (`cycle`; the last 90 days where a limit
 * never resets, today where it resets daily), or of the last 90 days.
 *
 * The first day of a cycle holds what was used since midnight, so days of a cycle that began at noon may add
 * up to more than its counter.
 *
 * @throws DomainError INVALID_REQUEST for a feature that the plan does not know
 */
export async function getUsageHistory(
  accountId: string,
  { feature, range }: { readonly feature: string; readonly range: "cycle" | "90d" },
  clock: Clock,
): Promise<UsageHistory> {
  const now = clock.now();
  const to = dayOf(now);
  let from = dayOf(new Date(now.getTime() - 89 * DAY_MS));
  if (range === "cycle") {
    const [row] = await readOverview(accountId, feature, now);
    if (!row) throw unknownFeature(feature);
    if (row.windowStart && row.resetsAt) from = dayOf(row.windowStart);
  }
  return computeDays(feature, { from, to }, await listDays(accountId, feature, { from, to }));
}

const dayOf = (instant: Date): string => instant.toISOString().slice(0, 10);
