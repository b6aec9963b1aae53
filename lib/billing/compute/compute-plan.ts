import { isLive } from "./choose-primary";
import type { AccountPlanRow, PurchaseRow, SubscriptionRow } from "./rows";

export interface PlanFacts {
  readonly accountId: string;
  readonly accountCreatedAt: Date;
  readonly currentVersion: number;
  readonly subscriptions: readonly SubscriptionRow[];
  readonly purchases: readonly PurchaseRow[];
}

/** Purchases that are a plan, better ones first. Packs of credits are not. */
const OWNED_TIERS = ["lifetime", "one_time"];

/**
 * The plan in force: the primary subscription while it is live (trialing, active or past due), else a lifetime
 * purchase, else a one-time purchase, else free. It does not look at the clock: an end that is known already
 * is written as `accessUntil`, so that access stops on time without anything having to run then.
 */
export function computePlan(facts: PlanFacts): AccountPlanRow {
  const { accountId } = facts;
  const subscription = facts.subscriptions.find((each) => each.isPrimary && isLive(each.status));
  if (subscription && subscription.tierKey !== "free") {
    return {
      accountId,
      tierKey: subscription.tierKey,
      catalogVersion: subscription.catalogVersion,
      priceKey: subscription.priceKey,
      source: "subscription",
      sourceId: subscription.id,
      status: subscription.status,
      anchorAt: subscription.billingCycleAnchor ?? subscription.providerCreatedAt,
      accessUntil: subscription.cancelAt,
    };
  }
  const purchase = OWNED_TIERS.flatMap((tierKey) =>
    facts.purchases
      .filter((each) => each.tierKey === tierKey && each.status === "paid")
      .toSorted((left, right) => left.purchasedAt.getTime() - right.purchasedAt.getTime()),
  )[0];
  if (purchase) {
    return {
      accountId,
      tierKey: purchase.tierKey,
      catalogVersion: purchase.catalogVersion,
      priceKey: purchase.priceKey,
      source: "purchase",
      sourceId: purchase.id,
      status: "active",
      anchorAt: purchase.purchasedAt,
      accessUntil: null,
    };
  }
  return {
    accountId,
    tierKey: "free",
    catalogVersion: facts.currentVersion,
    priceKey: "free",
    source: "free",
    sourceId: null,
    status: "active",
    anchorAt: facts.accountCreatedAt,
    accessUntil: null,
  };
}
