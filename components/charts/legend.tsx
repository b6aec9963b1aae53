"use client";

import { useFormat } from "@/components/format/format-provider";

export type LegendEntry = { label: string; colour: string; value?: number | undefined };

/** Names of the series, by line or by square. */
export function Legend({ entries, mark }: { entries: readonly LegendEntry[]; mark: "line" | "square" }) {
  const { formatCount } = useFormat();
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1.5 text-muted text-xs">
      {entries.map((entry) => (
        <li key={entry.label} className="inline-flex items-center gap-1.5">
          <span
            aria-hidden
            className={mark === "line" ? "h-0.5 w-3.5" : "size-2.5 rounded-cell"}
            style={{ background: entry.colour }}
          />
          {entry.label}
          {entry.value === undefined ? null : (
            <b className="font-medium text-ink tabular-nums">{formatCount(entry.value)}</b>
          )}
        </li>
      ))}
    </ul>
  );
}
