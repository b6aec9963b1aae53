import { findFeature, type Reset } from "@/lib/catalog";
import type { Standing } from "./compute-standing";

const count = new Intl.NumberFormat("en");
const instant = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "short",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  timeZone: "UTC",
});

/** "ATS scans: all 5 used. New scans are refused until 3 Dec 2026, 14:00 UTC." */
export function describeLimit(feature: string, standing: Standing, quantity: number): string {
  const known = findFeature(feature);
  const name = known?.name ?? feature;
  const short = known?.noun?.short ?? "ones";
  const limit = count.format(standing.limit ?? 0);
  const state =
    standing.remaining === 0
      ? `${name}: all ${limit} used.`
      : `${name}: ${count.format(standing.used ?? 0)} of ${limit} used, and ${count.format(quantity)} more do not fit.`;
  const consequence = standing.remaining === 0 ? `New ${short} are refused` : "They were not counted";
  if (standing.resetsAt === null) return `${state} ${consequence} on this plan.`;
  return standing.remaining === 0
    ? `${state} ${consequence} until ${describeInstant(standing.resetsAt)}.`
    : `${state} ${consequence}; the limit resets on ${describeInstant(standing.resetsAt)}.`;
}

const describeInstant = (iso: string): string => `${instant.format(new Date(iso))} UTC`;

/** The words for how long a limit lasts; null for what is not counted. */
export function describePeriod(kind: string, reset: Reset): string | null {
  if (kind === "gauge") return "at a time";
  if (kind !== "metered" && kind !== "rate") return null;
  return { month: "a month", day: "a day", hour: "an hour", never: "once" }[reset];
}
