import type { PlanSummary } from "@/components/billing/types";
import type { Money } from "@/components/format/types";
import type { LimitReading } from "@/components/usage/types";

/** A figure in the bar on top. `money` is drawn as a register figure, `text` as it is. */
export type OverviewStat = {
  label: string;
  value: { money: Money } | { text: string };
  detail: string | null;
  /** Definition opened by the info button. */
  definition?: string | undefined;
};

/** Running total of one feature in the current cycle. */
export type CycleUsage = {
  label: string;
  periodStart: string;
  periodEnd: string;
  limit: number | null;
  /** Used on each day of the cycle up to today (`2026-11-03`), not cumulated. */
  days: readonly { day: string; used: number }[];
  /** ISO instant at which the limit is met at this pace; null when it is not. */
  limitReachedAt: string | null;
};

export type Notice = {
  id: string;
  tone: "warning" | "danger" | "info" | "success" | "neutral";
  text: string;
  at: string;
  href: string | null;
};

export type OverviewData = {
  accountName: string;
  plan: PlanSummary;
  stats: readonly OverviewStat[];
  limits: readonly LimitReading[];
  /** Null leaves the chart out; an empty cycle shows the empty state. */
  cycle: CycleUsage | null;
  /** Null leaves the panel out. */
  notices: readonly Notice[] | null;
  /** Server's clock, ISO. */
  now: string;
};
