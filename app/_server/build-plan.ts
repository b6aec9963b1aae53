import type { PlanSummary, SubscriptionStatus } from "@/components/billing/types";
import type { Overview, Subscription } from "@/lib/billing";
import { findPrice, findTier } from "@/lib/catalog";

const statuses: readonly SubscriptionStatus[] = [
  "active",
  "trialing",
  "past_due",
  "unpaid",
  "paused",
  "incomplete",
  "incomplete_expired",
  "canceled",
];

export interface PlanFacts {
  /** Tier whose limits hold now. */
  readonly tierKey: string;
  readonly priceKey: string;
  /** The provider's open string. */
  readonly status: string;
  readonly currency: string;
  /** What the next renewal costs, before tax and discounts; null when nothing renews. */
  readonly amountCents: number | null;
  readonly periodEnd: string | null;
  readonly trialEnd: string | null;
  readonly cancelAt: string | null;
  readonly endedAt: string | null;
  readonly customerSince: string | null;
}

/** The plan as its card shows it. A status that this version does not know counts as active: the plan is in force. */
export function buildPlan(facts: PlanFacts): PlanSummary {
  const isFree = facts.tierKey === "free";
  const status = statuses.find((known) => known === facts.status) ?? "active";
  const price = isFree ? null : findPrice(facts.priceKey);
  const amountMinor = facts.amountCents ?? price?.amounts[facts.currency];
  return {
    tier: facts.tierKey,
    name: findTier(facts.tierKey)?.name ?? facts.tierKey,
    status: isFree && status === "active" ? "free" : status,
    interval: price && price.interval !== "none" ? price.interval : null,
    price: price && amountMinor !== undefined ? { amountMinor, currency: facts.currency } : null,
    tax: null,
    periodEnd: facts.periodEnd,
    trialEnd: facts.status === "trialing" ? facts.trialEnd : null,
    cancelAt: facts.cancelAt,
    endedAt: facts.endedAt,
    customerSince: facts.customerSince,
    scheduledChange: null,
  };
}

/** The facts of a plan as the billing overview tells them. */
export function factsOfOverview(overview: Overview): PlanFacts {
  return {
    ...overview,
    tierKey: overview.plan,
    amountCents: overview.nextInvoice?.amountCents ?? null,
    endedAt: null,
    customerSince: null,
  };
}

/** The facts of a plan that a subscription gives. */
export function factsOfSubscription(subscription: Subscription, tierKey: string): PlanFacts {
  const { unitAmountCents, quantity } = subscription;
  return {
    ...subscription,
    tierKey,
    amountCents: unitAmountCents === null ? null : unitAmountCents * quantity,
    customerSince: null,
  };
}

/** A plan without its money: free, a purchase, or seen by someone who may not read billing. */
export function factsOfTier(tierKey: string, priceKey: string, currency: string): PlanFacts {
  return {
    tierKey,
    priceKey,
    currency,
    status: "active",
    amountCents: null,
    periodEnd: null,
    trialEnd: null,
    cancelAt: null,
    endedAt: null,
    customerSince: null,
  };
}
