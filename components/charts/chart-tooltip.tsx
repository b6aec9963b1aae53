"use client";

import { useFormat } from "@/components/format/format-provider";

export type TooltipLine = { label: string; value: number; colour: string };

export type ChartTooltipProps = {
  title: string;
  lines: readonly TooltipLine[];
  total?: number | null | undefined;
};

/** What the cursor is over: date, then swatch, name and figure, then the total. */
export function ChartTooltip({ title, lines, total = null }: ChartTooltipProps) {
  const { formatCount } = useFormat();
  return (
    <div className="min-w-39 rounded-control border border-line-strong bg-raised px-3 py-2 text-xs shadow-pop">
      <p className="font-medium text-ink">{title}</p>
      <ul className="mt-1">
        {lines.map((line) => (
          <li key={line.label} className="flex items-center gap-1.5 text-muted">
            <span aria-hidden className="size-2 rounded-[1px]" style={{ background: line.colour }} />
            {line.label}
            <span className="ml-auto pl-4 font-medium text-ink tabular-nums">{formatCount(line.value)}</span>
          </li>
        ))}
        {total === null ? null : (
          <li className="flex text-muted">
            Total<span className="ml-auto pl-4 font-medium text-ink tabular-nums">{formatCount(total)}</span>
          </li>
        )}
      </ul>
    </div>
  );
}
