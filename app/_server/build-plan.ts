import type { PlanSummary, SubscriptionStatus } from "@/components/billing/types";
import type { Overview } from "@/lib/billing";
import { findPrice, findTier } from "@/lib/catalog";

const known = new Set<string>([
  "active",
  "trialing",
  "past_due",
  "unpaid",
  "paused",
  "incomplete",
  "incomplete_expired",
  "canceled",
]);

/** The plan as its card shows it. A status that this version does not know is shown as active: the plan is in force. */
export function buildPlan(overview: Overview): PlanSummary {
  const price = findPrice(overview.priceKey);
  const isFree = overview.plan === "free";
  const status = known.has(overview.status) ? (overview.status as SubscriptionStatus) : "active";
  const amount = overview.nextInvoice?.amountCents ?? price?.amounts[overview.currency];
  const interval = price && price.interval !== "none" ? price.interval : null;
  return {
    tier: overview.plan,
    name: findTier(overview.plan)?.name ?? overview.plan,
    status: isFree && status === "active" ? "free" : status,
    interval: isFree ? null : interval,
    price: isFree || amount === undefined ? null : { amountMinor: amount, currency: overview.currency },
    tax: null,
    periodEnd: overview.periodEnd,
    trialEnd: overview.trialEnd,
    cancelAt: overview.cancelAt,
    endedAt: status === "canceled" ? overview.periodEnd : null,
    customerSince: null,
    scheduledChange: null,
  };
}

/** The plan of someone who may not read billing: its name, and nothing about money. */
export function buildPlanName(tierKey: string): PlanSummary {
  return {
    tier: tierKey,
    name: findTier(tierKey)?.name ?? tierKey,
    status: tierKey === "free" ? "free" : "active",
    interval: null,
    price: null,
    tax: null,
    periodEnd: null,
    trialEnd: null,
    cancelAt: null,
    endedAt: null,
    customerSince: null,
    scheduledChange: null,
  };
}
