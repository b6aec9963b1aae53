/** How much of one limit is used. `limit: null` means unlimited. */
export type LimitReading = {
  feature: string;
  /** As a person says it: "AI generations", "Job matches today". */
  label: string;
  used: number;
  limit: number | null;
  /** A gauge counts what exists now (sites, seats) and never resets. */
  kind: "metered" | "gauge";
  /** ISO instant of the next reset; null for gauges and limits that last for the life of the account. */
  resetsAt: string | null;
};

/** One bar of history: a day (`2026-11-03`) and a count for each series key. */
export type UsageDay = { day: string; counts: Readonly<Record<string, number>> };

/** A line or colour of the chart. Order decides the colour. */
export type UsageSeries = { key: string; label: string };

/** One row of the table under the chart. */
export type UsageBreakdownRow = {
  id: string;
  name: string;
  detail: string | null;
  used: number;
  /** Null where refused calls are not kept: the column is left out. */
  refused: number | null;
  lastUsedAt: string | null;
};

/** What the usage page shows for one feature. */
export type UsageHistory = {
  feature: string;
  label: string;
  /** What is counted and what is not, one or two sentences. */
  definition: string;
  reading: LimitReading;
  /** Days of the range in order, without gaps. */
  days: readonly UsageDay[];
  series: readonly UsageSeries[];
  /** What the series are: "API key", "site", "model". */
  groupedBy: string;
  breakdown: readonly UsageBreakdownRow[];
  /** Units drawn from credits above the limit; null when the feature never draws credits. */
  fromCredits: number | null;
};

/** A choice in the feature or range select. */
export type UsageChoice = { value: string; label: string };
