import { formatDate, formatWhen } from "@/components/format/format-date";

/** A sighting is noted to within five minutes: younger than that is now. */
const NOW_MS = 5 * 60_000;

/** `Now`, `Today, 10:15 UTC`, `17 Nov 2026`. */
export function describeLastSeen(lastSeenAt: string, now: string): string {
  if (Date.parse(now) - Date.parse(lastSeenAt) < NOW_MS) return "Now";
  return lastSeenAt.slice(0, 10) === now.slice(0, 10) ? formatWhen(lastSeenAt, now) : formatDate(lastSeenAt);
}
