import type { Format } from "@/components/format/create-format";
import type { BillingInterval, PlanSummary } from "./types";

const PER: Readonly<Record<BillingInterval, string>> = {
  once: "once",
  month: "a month",
  quarter: "every 3 months",
  year: "a year",
};

const RHYTHM: Readonly<Record<BillingInterval, string>> = {
  once: "paid once",
  month: "monthly",
  quarter: "every 3 months",
  year: "yearly",
};

/** "a month", after an amount. */
export function describePer(interval: BillingInterval): string {
  return PER[interval];
}

/** Under the plan's name on the billing page: "Monthly, renews on 3 Dec 2026". */
export function describeRhythm(plan: PlanSummary, format: Format): string {
  if (plan.interval === null) return "No charges";
  const rhythm = capitalise(RHYTHM[plan.interval]);
  if (plan.status === "canceled")
    return plan.endedAt ? `Ended on ${format.formatDate(plan.endedAt)}` : "Ended";
  if (plan.status === "past_due") return `${rhythm}, still active while we retry`;
  if (plan.status === "unpaid") return `${rhythm}, stopped until the open invoice is paid`;
  if (plan.status === "paused") return `${rhythm}, paused`;
  if (plan.status === "incomplete") return `${rhythm}, starts when the first payment goes through`;
  if (plan.cancelAt) return `${rhythm} until ${format.formatDate(plan.cancelAt)}, then Free`;
  if (plan.status === "trialing" && plan.trialEnd)
    return `Trial until ${format.formatDate(plan.trialEnd)}, then ${RHYTHM[plan.interval]}`;
  if (plan.scheduledChange) return `${rhythm} until ${format.formatDate(plan.scheduledChange.at)}`;
  if (plan.interval === "once") return "Paid once, does not renew";
  return plan.periodEnd ? `${rhythm}, renews on ${format.formatDate(plan.periodEnd)}` : rhythm;
}

/** Under the account's name on the overview. */
export function describePlanLine(plan: PlanSummary, format: Format): string {
  if (plan.interval === null) return `You are on ${plan.name}.`;
  const head = `${plan.name}, ${RHYTHM[plan.interval]}.`;
  if (plan.cancelAt)
    return `${head} It ends on ${format.formatDate(plan.cancelAt)}; no further charge is due.`;
  if (plan.status === "trialing" && plan.trialEnd)
    return `${head} The trial ends on ${format.formatDate(plan.trialEnd)}.`;
  if (plan.periodEnd)
    return `${head} Limits below reset with your billing cycle on ${format.formatDate(plan.periodEnd)}.`;
  return head;
}

function capitalise(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
