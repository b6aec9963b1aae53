const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"] as const;
const WEEKDAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"] as const;

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Reads an ISO instant or a day (`2026-11-03`, taken as UTC). Throws RangeError when it is neither. */
function readInstant(iso: string): Date {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) throw new RangeError(`Not an ISO date: "${iso}".`);
  return date;
}

function monthOf(date: Date): string {
  return MONTHS[date.getUTCMonth()] ?? "";
}

/** `21 Nov 2026` in UTC. */
export function formatDate(iso: string): string {
  const date = readInstant(iso);
  return `${date.getUTCDate()} ${monthOf(date)} ${date.getUTCFullYear()}`;
}

/** `21 Nov` in UTC: inside the current cycle, where the year is plain. */
export function formatDay(iso: string): string {
  const date = readInstant(iso);
  return `${date.getUTCDate()} ${monthOf(date)}`;
}

/** `Tue 17 Nov` in UTC. */
export function formatWeekday(iso: string): string {
  const date = readInstant(iso);
  return `${WEEKDAYS[date.getUTCDay()] ?? ""} ${formatDay(iso)}`;
}

/** `14:05 UTC`. */
export function formatTime(iso: string): string {
  const date = readInstant(iso);
  const two = (value: number) => String(value).padStart(2, "0");
  return `${two(date.getUTCHours())}:${two(date.getUTCMinutes())} UTC`;
}

/** `21 Nov 2026, 14:05 UTC`. */
export function formatDateTime(iso: string): string {
  return `${formatDate(iso)}, ${formatTime(iso)}`;
}

/** `3 to 21 Nov 2026`, `3 Nov to 3 Dec 2026`, `20 Dec 2026 to 20 Jan 2027`. */
export function formatDateRange(fromIso: string, toIso: string): string {
  const from = readInstant(fromIso);
  const to = readInstant(toIso);
  if (from.getUTCFullYear() !== to.getUTCFullYear()) return `${formatDate(fromIso)} to ${formatDate(toIso)}`;
  if (from.getUTCMonth() !== to.getUTCMonth()) return `${formatDay(fromIso)} to ${formatDate(toIso)}`;
  return `${from.getUTCDate()} to ${formatDate(toIso)}`;
}

/** `Today, 13:52 UTC` on the same UTC day as `nowIso`, else `20 Nov, 17:06 UTC`, with the year when it differs. */
export function formatWhen(iso: string, nowIso: string): string {
  const date = readInstant(iso);
  const now = readInstant(nowIso);
  if (date.toISOString().slice(0, 10) === now.toISOString().slice(0, 10)) return `Today, ${formatTime(iso)}`;
  if (date.getUTCFullYear() === now.getUTCFullYear()) return `${formatDay(iso)}, ${formatTime(iso)}`;
  return formatDateTime(iso);
}

/** `2 min ago` or `in 9 h 55 min` within 24 hours of `nowIso`, else as {@link formatWhen}. */
export function formatRelative(iso: string, nowIso: string): string {
  const ahead = readInstant(iso).getTime() - readInstant(nowIso).getTime();
  if (Math.abs(ahead) >= DAY_MS) return formatWhen(iso, nowIso);
  if (Math.abs(ahead) < MINUTE_MS) return ahead > 0 ? "in less than 1 min" : "just now";
  return ahead > 0 ? `in ${formatSpan(ahead)}` : `${formatPast(-ahead)} ago`;
}

function formatPast(spanMs: number): string {
  return spanMs < HOUR_MS ? `${Math.floor(spanMs / MINUTE_MS)} min` : `${Math.floor(spanMs / HOUR_MS)} h`;
}

function formatSpan(spanMs: number): string {
  const hours = Math.floor(spanMs / HOUR_MS);
  const minutes = Math.floor((spanMs % HOUR_MS) / MINUTE_MS);
  if (hours === 0) return `${minutes} min`;
  return minutes === 0 ? `${hours} h` : `${hours} h ${minutes} min`;
}

/** Whole days left until an instant, rounded up, never below 0: "9 days". */
export function computeDaysLeft(iso: string, nowIso: string): number {
  const ahead = readInstant(iso).getTime() - readInstant(nowIso).getTime();
  return Math.max(0, Math.ceil(ahead / DAY_MS));
}

/** `Resets in 9 h 55 min` within a day, else `Resets 3 Dec`; null says `Does not reset`. */
export function formatReset(resetsAt: string | null, nowIso: string): string {
  if (resetsAt === null) return "Does not reset";
  const ahead = readInstant(resetsAt).getTime() - readInstant(nowIso).getTime();
  if (ahead <= 0) return "Resets now";
  return ahead < DAY_MS ? `Resets ${formatRelative(resetsAt, nowIso)}` : `Resets ${formatDay(resetsAt)}`;
}
