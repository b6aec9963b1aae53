import { type FormatChoice, HOUSE_CHOICE, styleOf } from "./locale-styles";
import { describeOffset, readInstant, readZonedTime } from "./zoned-time";

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"] as const;
const WEEKDAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"] as const;

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

function fieldsOf(iso: string, { timeZone }: FormatChoice) {
  const time = readZonedTime(iso, timeZone);
  return { ...time, monthName: MONTHS[time.month - 1] ?? "" };
}

/** `21 Nov 2026`, or as the reader writes it: `Nov 21, 2026`. */
export function formatDate(iso: string, choice: FormatChoice = HOUSE_CHOICE): string {
  return styleOf(choice.locale).date(fieldsOf(iso, choice));
}

/** `21 Nov`: inside the current cycle, where the year is plain. */
export function formatDay(iso: string, choice: FormatChoice = HOUSE_CHOICE): string {
  return styleOf(choice.locale).day(fieldsOf(iso, choice));
}

/** `Tue 17 Nov`. */
export function formatWeekday(iso: string, choice: FormatChoice = HOUSE_CHOICE): string {
  return `${WEEKDAYS[fieldsOf(iso, choice).weekday] ?? ""} ${formatDay(iso, choice)}`;
}

/** `14:05 UTC`, `2:05 PM UTC−5`: never a time without its zone. */
export function formatTime(iso: string, choice: FormatChoice = HOUSE_CHOICE): string {
  const { hour, minute, offset } = fieldsOf(iso, choice);
  const { halves } = styleOf(choice.locale);
  const minutes = String(minute).padStart(2, "0");
  const clock = halves
    ? `${hour % 12 === 0 ? 12 : hour % 12}:${minutes} ${hour < 12 ? halves[0] : halves[1]}`
    : `${String(hour).padStart(2, "0")}:${minutes}`;
  return `${clock} ${describeOffset(offset)}`;
}

/** `21 Nov 2026, 14:05 UTC`. */
export function formatDateTime(iso: string, choice: FormatChoice = HOUSE_CHOICE): string {
  return `${formatDate(iso, choice)}, ${formatTime(iso, choice)}`;
}

/** `3 to 21 Nov 2026`, `3 Nov to 3 Dec 2026`, `20 Dec 2026 to 20 Jan 2027`. */
export function formatDateRange(fromIso: string, toIso: string, choice: FormatChoice = HOUSE_CHOICE): string {
  const from = fieldsOf(fromIso, choice);
  const to = fieldsOf(toIso, choice);
  const until = formatDate(toIso, choice);
  if (from.year !== to.year) return `${formatDate(fromIso, choice)} to ${until}`;
  const sharesMonth = from.month === to.month && styleOf(choice.locale).sharesMonth;
  return `${sharesMonth ? from.day : formatDay(fromIso, choice)} to ${until}`;
}

/** `Today, 13:52 UTC` on the reader's day of `nowIso`, else `20 Nov, 17:06 UTC`, with the year when it differs. */
export function formatWhen(iso: string, nowIso: string, choice: FormatChoice = HOUSE_CHOICE): string {
  const date = fieldsOf(iso, choice);
  const now = fieldsOf(nowIso, choice);
  if (date.year !== now.year) return formatDateTime(iso, choice);
  const isToday = date.month === now.month && date.day === now.day;
  return `${isToday ? "Today" : formatDay(iso, choice)}, ${formatTime(iso, choice)}`;
}

/** `2 min ago` or `in 9 h 55 min` within 24 hours of `nowIso`, else as {@link formatWhen}. */
export function formatRelative(iso: string, nowIso: string, choice: FormatChoice = HOUSE_CHOICE): string {
  const ahead = readInstant(iso).getTime() - readInstant(nowIso).getTime();
  if (Math.abs(ahead) >= DAY_MS) return formatWhen(iso, nowIso, choice);
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
export function formatReset(
  resetsAt: string | null,
  nowIso: string,
  choice: FormatChoice = HOUSE_CHOICE,
): string {
  if (resetsAt === null) return "Does not reset";
  const ahead = readInstant(resetsAt).getTime() - readInstant(nowIso).getTime();
  if (ahead <= 0) return "Resets now";
  return `Resets ${ahead < DAY_MS ? formatRelative(resetsAt, nowIso, choice) : formatDay(resetsAt, choice)}`;
}
