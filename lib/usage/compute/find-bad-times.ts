import type { Issue } from "@/lib/platform/errors";
import { MAX_AGE_MS, MAX_AHEAD_MS, type UsageEvent } from "../schemas";

/** Events whose `occurredAt` is more than 35 days back or 5 minutes ahead, as issues of the request. */
export function findBadTimes(events: readonly UsageEvent[], now: Date, isBatch: boolean): readonly Issue[] {
  return events.flatMap(({ occurredAt }, index) => {
    if (occurredAt === undefined) return [];
    const ageMs = now.getTime() - Date.parse(occurredAt);
    if (ageMs <= MAX_AGE_MS && ageMs >= -MAX_AHEAD_MS) return [];
    return [
      {
        path: isBatch ? `events.${index}.occurredAt` : "occurredAt",
        message: "Must be at most 35 days back and 5 minutes ahead.",
      },
    ];
  });
}
