const MINUTE_MS = 60_000;
/** A calendar day, such as a column of a chart: it is the same day wherever it is read. */
const DAY = /^\d{4}-\d{2}-\d{2}$/u;

export type ZonedTime = {
  year: number;
  /** 1 to 12. */
  month: number;
  day: number;
  hour: number;
  minute: number;
  /** 0 is Sunday. */
  weekday: number;
  /** Minutes that the clock is ahead of UTC. */
  offset: number;
};

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const made = new Intl.DateTimeFormat("en-US", {
    timeZone,
    calendar: "gregory",
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
  });
  formats.set(timeZone, made);
  return made;
}

/** Reads an ISO instant or a day (`2026-11-03`, taken as UTC). Throws RangeError when it is neither. */
export function readInstant(iso: string): Date {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) throw new RangeError(`Not an ISO date: "${iso}".`);
  return date;
}

/** What calendar and clock show in a zone at an instant. A calendar day is itself in every zone. */
export function readZonedTime(iso: string, timeZone: string): ZonedTime {
  const instant = readInstant(iso);
  const zone = DAY.test(iso) ? "UTC" : timeZone;
  const fields = Object.fromEntries(
    formatOf(zone)
      .formatToParts(instant)
      .map(({ type, value }) => [type, Number(value)]),
  ) as Record<"year" | "month" | "day" | "hour" | "minute", number>;
  const { year, month, day, hour, minute } = fields;
  const shown = Date.UTC(year, month - 1, day, hour, minute);
  const offset = Math.round((shown - Math.floor(instant.getTime() / MINUTE_MS) * MINUTE_MS) / MINUTE_MS);
  return { year, month, day, hour, minute, weekday: new Date(shown).getUTCDay(), offset };
}

/** `UTC`, `UTC+1`, `UTC+5:30`, `UTC−5`. */
export function describeOffset(offset: number): string {
  if (offset === 0) return "UTC";
  const size = Math.abs(offset);
  const minutes = size % 60;
  const hours = `${Math.floor(size / 60)}${minutes === 0 ? "" : `:${String(minutes).padStart(2, "0")}`}`;
  return `UTC${offset < 0 ? "−" : "+"}${hours}`;
}
