import type { Subscription } from "../schemas";
import type { SubscriptionRow } from "./rows";

const iso = (date: Date | null): string | null => date?.toISOString() ?? null;

/** A subscription as the API and the pages show it. */
export function describeSubscription(row: SubscriptionRow): Subscription {
  return {
    id: row.id,
    status: row.status,
    plan: row.tierKey,
    priceKey: row.priceKey,
    quantity: row.quantity,
    currency: row.currency,
    unitAmountCents: row.unitAmountCents,
    interval: row.billingInterval,
    intervalCount: row.billingIntervalCount,
    periodStart: iso(row.currentPeriodStart),
    periodEnd: iso(row.currentPeriodEnd),
    cancelAt: iso(row.cancelAt),
    canceledAt: iso(row.canceledAt),
    endedAt: iso(row.endedAt),
    trialStart: iso(row.trialStart),
    trialEnd: iso(row.trialEnd),
    createdAt: row.providerCreatedAt.toISOString(),
  };
}
