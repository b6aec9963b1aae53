import type { SubscriptionRow } from "./rows";
import { computeTierRank } from "./tier-rank";

/** Statuses that give the plan. */
const LIVE = new Set(["active", "trialing", "past_due"]);
/** Statuses that end a subscription for good. */
const ENDED = new Set(["canceled", "incomplete_expired"]);

export const isLive = (status: string): boolean => LIVE.has(status);

/** False for what can still come back to life: paused, unpaid, incomplete, and any status we do not know yet. */
export const isEnded = (status: string): boolean => ENDED.has(status);

type Candidate = Pick<SubscriptionRow, "id" | "status" | "tierKey" | "providerCreatedAt">;

/**
 * The subscription that speaks for the account: a live one before a dormant one before an ended one; of live
 * and dormant ones that of the higher tier, then the oldest; of ended ones the latest. Null without any.
 */
export function choosePrimary(subscriptions: readonly Candidate[]): string | null {
  const ordered = subscriptions
    .filter((subscription) => subscription.status !== "incomplete_expired")
    .toSorted(
      (left, right) =>
        standing(left.status) - standing(right.status) ||
        (isEnded(left.status)
          ? right.providerCreatedAt.getTime() - left.providerCreatedAt.getTime()
          : computeTierRank(right.tierKey) - computeTierRank(left.tierKey) ||
            left.providerCreatedAt.getTime() - right.providerCreatedAt.getTime()) ||
        // Two made in the same second: any order will do, as long as it is always the same.
        (left.id < right.id ? -1 : 1),
    );
  return ordered[0]?.id ?? null;
}

function standing(status: string): number {
  if (isLive(status)) return 0;
  return isEnded(status) ? 2 : 1;
}
