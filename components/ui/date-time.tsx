"use client";

import type { Format } from "@/components/format/create-format";
import { useFormat } from "@/components/format/format-provider";

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
  const format = useFormat();
  return (
    <time dateTime={at} title={format.formatDateTime(at)} className={className}>
      {textOf(at, as, now, format)}
    </time>
  );
}

function textOf(
  at: string,
  as: NonNullable<DateTimeProps["as"]>,
  now: string | undefined,
  format: Format,
): string {
  if (as === "full") return format.formatDateTime(at);
  if (as === "day") return format.formatDay(at);
  if (as === "date" || now === undefined) return format.formatDate(at);
  return as === "relative" ? format.formatRelative(at, now) : format.formatWhen(at, now);
}
