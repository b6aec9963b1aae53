import type { Format } from "@/components/format/create-format";
import type { LimitReading } from "@/components/usage/types";

/** The metered limit that refuses work now; null when all have room. */
export function findSpentLimit(limits: readonly LimitReading[]): LimitReading | null {
  return (
    limits.find(
      (reading) =>
        reading.kind === "metered" &&
        reading.limit !== null &&
        reading.limit > 0 &&
        reading.used >= reading.limit,
    ) ?? null
  );
}

/** Title and sentence of the banner over a spent limit. */
export function describeSpentLimit(reading: LimitReading, format: Format): { title: string; text: string } {
  const all = reading.limit === 1 ? "the 1 is used" : `all ${format.formatCount(reading.limit ?? 0)} used`;
  const until = reading.resetsAt === null ? "on this plan" : `until ${format.formatDay(reading.resetsAt)}`;
  return { title: `${reading.label}: ${all}`, text: `New calls are refused ${until}.` };
}

/** "Resumes and ATS scans": names in a sentence. */
export function joinNames(names: readonly string[]): string {
  if (names.length < 2) return names[0] ?? "";
  return `${names.slice(0, -1).join(", ")} and ${names.at(-1) ?? ""}`;
}
