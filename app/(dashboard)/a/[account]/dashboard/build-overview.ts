import type { PlanSummary } from "@/components/billing/types";
import type { CycleUsage, Notice, OverviewData, OverviewStat } from "@/components/dashboard/types";
import type { Format } from "@/components/format/create-format";
import type { LimitReading } from "@/components/usage/types";
import type { Overview } from "@/lib/billing";
import { accountPath } from "@/lib/platform/account-path";
import type { UsageFeature, UsageHistory, UsageWarning } from "@/lib/usage";

const DAY_MS = 86_400_000;

export interface OverviewFacts {
  /** Slug. */
  readonly account: string;
  readonly accountName: string;
  readonly plan: PlanSummary;
  /** Null for those who may not read billing. */
  readonly billing: Overview | null;
  readonly limits: readonly LimitReading[];
  readonly feature: UsageFeature | null;
  readonly history: UsageHistory | null;
  readonly warnings: readonly UsageWarning[];
  readonly now: Date;
  /** Writes dates as the reader does. */
  readonly format: Format;
}

/** What the overview page shows, from what the domains answered. */
export function buildOverview(facts: OverviewFacts): OverviewData {
  const { feature, history, now } = facts;
  return {
    accountName: facts.accountName,
    plan: facts.plan,
    stats: buildStats(facts),
    limits: facts.limits,
    cycle: feature && history ? buildCycle(feature, history, now) : null,
    notices: facts.warnings.map((warning) => buildNotice(facts.account, warning)),
    now: now.toISOString(),
  };
}

function buildStats({ billing, limits, plan, now, format }: OverviewFacts): OverviewStat[] {
  const next = billing?.nextInvoice;
  const resets = limits
    .filter(({ resetsAt, label }) => resetsAt !== null && !label.endsWith(" today"))
    .map(({ resetsAt }) => Date.parse(resetsAt ?? ""))
    .sort((a, b) => a - b)[0];
  return [
    ...(next
      ? [
          {
            label: "Next charge",
            value: { money: { amountMinor: next.amountCents, currency: next.currency } },
            detail: `${format.formatDate(next.at)}, before tax and discounts`,
          },
        ]
      : []),
    {
      label: "Plan",
      value: { text: plan.name },
      detail: plan.trialEnd ? `Trial until ${format.formatDate(plan.trialEnd)}` : null,
    },
    ...(resets === undefined
      ? []
      : [
          {
            label: "Monthly reset",
            value: { text: describeDays(Math.ceil((resets - now.getTime()) / DAY_MS)) },
            detail: format.formatDate(new Date(resets).toISOString()),
          },
        ]),
  ];
}

const describeDays = (days: number): string => (days <= 1 ? "1 day" : `${days} days`);

/** The running total of a feature, and when it meets its limit if it goes on at this pace. */
function buildCycle(feature: UsageFeature, history: UsageHistory, now: Date): CycleUsage | null {
  if (!feature.resetsAt) return null;
  const elapsedMs = Math.max(DAY_MS, now.getTime() - Date.parse(history.from));
  const pace = (feature.used ?? 0) / elapsedMs;
  const left = feature.limit === null ? null : feature.limit - (feature.used ?? 0);
  const reachedMs = left === null || pace === 0 || left <= 0 ? null : now.getTime() + left / pace;
  const isWithin = reachedMs !== null && reachedMs < Date.parse(feature.resetsAt);
  return {
    label: feature.name,
    periodStart: history.from,
    periodEnd: feature.resetsAt,
    limit: feature.limit,
    days: history.days.map(({ day, quantity }) => ({ day, used: quantity })),
    limitReachedAt: isWithin ? new Date(reachedMs).toISOString() : null,
  };
}

function buildNotice(account: string, warning: UsageWarning): Notice {
  return {
    id: `${warning.feature}:${warning.threshold}:${warning.warnedAt}`,
    tone: warning.threshold === 100 ? "danger" : "warning",
    text: `${warning.name} reached ${warning.threshold}%`,
    at: warning.warnedAt,
    href: accountPath(account, `/usage?feature=${warning.feature}`),
  };
}
