import type { Format } from "@/components/format/create-format";

/** Below 80 %, from 80, from 90, full; a full gauge is `held`: nothing is refused yet, it is only taken. */
export type MeterLevel = "calm" | "warn80" | "warn90" | "full" | "held";

export type MeterReading = {
  level: MeterLevel;
  /** Width of the fill, 0 to 100. */
  percent: number;
  /** "84.6% used", "Limit reached", "All taken". */
  state: string;
  /** For screen readers: "846 of 1,000, 84.6%". */
  valueText: string;
};

/** Reads a meter. `limit` must be a finite number of units; a limit of 0 counts as full. */
export function computeMeter(
  used: number,
  limit: number,
  kind: "metered" | "gauge",
  format: Format,
): MeterReading {
  const ratio = limit > 0 ? used / limit : 1;
  const share = format.formatPercent(ratio);
  const level = levelOf(ratio, kind);
  const state = level === "full" ? "Limit reached" : level === "held" ? "All taken" : `${share} used`;
  return {
    level,
    percent: Math.min(100, Math.max(0, ratio * 100)),
    state,
    valueText: `${format.formatCount(used)} of ${format.formatCount(limit)}, ${share}`,
  };
}

function levelOf(ratio: number, kind: "metered" | "gauge"): MeterLevel {
  if (ratio >= 1) return kind === "gauge" ? "held" : "full";
  if (ratio >= 0.9) return "warn90";
  return ratio >= 0.8 ? "warn80" : "calm";
}
