import type { Format } from "@/components/format/create-format";

/** A sighting is noted to within five minutes: younger than that is now. */
const NOW_MS = 5 * 60_000;

/** `Now`, `Today, 10:15 UTC`, `17 Nov 2026`. */
export function describeLastSeen(lastSeenAt: string, now: string, format: Format): string {
  if (Date.parse(now) - Date.parse(lastSeenAt) < NOW_MS) return "Now";
  const isToday = format.formatDate(lastSeenAt) === format.formatDate(now);
  return isToday ? format.formatWhen(lastSeenAt, now) : format.formatDate(lastSeenAt);
}
