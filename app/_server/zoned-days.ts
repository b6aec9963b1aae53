const DAY = /^\d{4}-\d{2}-\d{2}$/;

/**
 * The instant at which a day begins where a clock shows the zone's time; null when the text is no day. Where a
 * clock change skips midnight, the first instant of the day that there is.
 *
 * @param day such as `2026-11-21`
 * @param timeZone IANA name
 */
export function findDayStart(day: string, timeZone: string): Date | null {
  const wall = DAY.test(day) ? Date.parse(`${day}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(wall) || new Date(wall).toISOString().slice(0, 10) !== day) return null;
  // The zone's distance from UTC depends on the instant that is sought: the second look has it right.
  const near = wall - computeOffset(wall, timeZone);
  const exact = wall - computeOffset(near, timeZone);
  // Where clocks are put forward at midnight, the one of the two looks lies an hour before the day.
  return new Date(showDay(new Date(exact), timeZone) === day ? exact : near);
}

/** The day after. */
export function nextDay(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}

/** The day of an instant where a clock shows the zone's time, as `2026-11-21`. */
export function showDay(instant: Date, timeZone: string): string {
  return new Date(instant.getTime() + computeOffset(instant.getTime(), timeZone)).toISOString().slice(0, 10);
}

/** What the zone's clocks are ahead of UTC at an instant, in milliseconds. */
function computeOffset(instant: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  }).formatToParts(instant);
  const read = (type: Intl.DateTimeFormatPartTypes) =>
    Number(parts.find((part) => part.type === type)?.value ?? 0);
  const wall = Date.UTC(
    read("year"),
    read("month") - 1,
    read("day"),
    read("hour"),
    read("minute"),
    read("second"),
  );
  return wall - Math.floor(instant / 1_000) * 1_000;
}
