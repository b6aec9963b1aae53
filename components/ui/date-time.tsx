import {
  formatDate,
  formatDateTime,
  formatDay,
  formatRelative,
  formatWhen,
} from "@/components/format/format-date";

export type DateTimeProps = {
  at: string;
  /** `date` 21 Nov 2026, `day` 21 Nov, `when` Today, 13:52 UTC, `relative` 2 min ago, `full` with the time. */
  as?: "date" | "day" | "when" | "relative" | "full" | undefined;
  /** The page's clock; needed by `when` and `relative`, given so that server and browser agree. */
  now?: string | undefined;
  className?: string | undefined;
};

/** An instant in UTC; the exact time is in the title. */
export function DateTime({ at, as = "date", now, className }: DateTimeProps) {
  return (
    <time dateTime={at} title={formatDateTime(at)} className={className}>
      {textOf(at, as, now)}
    </time>
  );
}

function textOf(at: string, as: NonNullable<DateTimeProps["as"]>, now: string | undefined): string {
  if (as === "full") return formatDateTime(at);
  if (as === "day") return formatDay(at);
  if (as === "date" || now === undefined) return formatDate(at);
  return as === "relative" ? formatRelative(at, now) : formatWhen(at, now);
}
