"use client";

import { Lock, OctagonAlert, TriangleAlert } from "lucide-react";
import { useFormat } from "@/components/format/format-provider";
import { classNames } from "./class-names";
import { computeMeter, type MeterLevel } from "./compute-meter";

export type MeterProps = {
  label: string;
  used: number;
  limit: number;
  kind: "metered" | "gauge";
  /** Right of the line below: "Resets 3 Dec", "1 free". */
  note?: string | null | undefined;
  /** Without the graduated rule, for tables and plan cards. */
  mini?: boolean | undefined;
};

const FILL: Readonly<Record<MeterLevel, string>> = {
  calm: "bg-meter",
  warn80: "bg-meter-80",
  warn90: "bg-meter-90",
  full: "bg-meter-100",
  held: "bg-total",
};

const STATE: Readonly<Record<MeterLevel, string>> = {
  calm: "",
  warn80: "text-warning",
  warn90: "text-warning",
  full: "text-danger",
  held: "text-ink",
};

/** A limit and how much of it is used: a fill on a track with marks at every 5 %, long ones at 80, 90 and 100. */
export function Meter({ label, used, limit, kind, note, mini = false }: MeterProps) {
  const format = useFormat();
  const { level, percent, state, valueText } = computeMeter(used, limit, kind, format);
  return (
    <div className={classNames("grid", mini ? "gap-1" : "gap-2")}>
      <div className="flex items-baseline justify-between gap-3">
        <span className="min-w-0 font-medium">{label}</span>
        <span className="whitespace-nowrap tabular-nums">
          <b className="font-semibold">{format.formatCount(used)}</b>{" "}
          <span className="text-muted">of {format.formatCount(limit)}</span>
        </span>
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: browsers draw <meter> themselves and cannot show this track */}
      <div
        role="meter"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={limit}
        aria-valuenow={Math.min(used, limit)}
        aria-valuetext={valueText}
        className={classNames("relative overflow-hidden rounded-cell bg-sunken", mini ? "h-1" : "h-2")}
      >
        <div
          className={classNames(
            "absolute inset-y-0 left-0 rounded-cell transition-[width] duration-(--dur-3) ease-move",
            FILL[level],
          )}
          style={{ width: `${percent}%` }}
        />
      </div>
      {mini ? null : <GraduatedRule />}
      <div className="flex justify-between gap-3 text-muted text-xs tabular-nums">
        <span
          className={classNames(
            level === "calm" ? "" : "inline-flex items-center gap-1 font-medium",
            STATE[level],
          )}
        >
          <StateIcon level={level} />
          {state}
        </span>
        {note ? <span className="text-right">{note}</span> : null}
      </div>
    </div>
  );
}

function StateIcon({ level }: { level: MeterLevel }) {
  const look = "size-3 shrink-0 stroke-[2.25]";
  if (level === "calm") return null;
  if (level === "full") return <OctagonAlert aria-hidden className={look} />;
  if (level === "held") return <Lock aria-hidden className={look} />;
  return <TriangleAlert aria-hidden className={look} />;
}

/** The ticks under a track. */
function GraduatedRule() {
  return (
    <div aria-hidden className="meter-rule relative -mt-1 h-1.5">
      <i className="absolute top-0 left-[80%] h-1.5 w-px bg-faint" />
      <i className="absolute top-0 left-[90%] h-1.5 w-px bg-faint" />
      <i className="absolute top-0 right-0 h-1.5 w-px bg-faint" />
    </div>
  );
}
