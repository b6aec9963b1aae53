import { CREDITS } from "@/lib/catalog";
import { isLive } from "./choose-primary";
import type { AccountPlanRow, InvoiceRow, PurchaseRow, SubscriptionRow } from "./rows";
import { computePurchaseRank } from "./tier-rank";

export interface PlanFacts {
  readonly accountId: string;
  readonly accountCreatedAt: Date;
  readonly currentVersion: number;
  readonly subscriptions: readonly SubscriptionRow[];
  readonly purchases: readonly PurchaseRow[];
  /** Subscriptions whose first payment is under way, or came back: see `listUnpaidStarts`. */
  readonly unpaidStarts: ReadonlySet<string>;
}

/**
 * The plan in force: the primary subscription while it is live (trialing, active or past due) and was paid for
 * once, else the dearest of the tiers bought once, else free. It does not look at the clock: an end that is known already
 * is written as `accessUntil`, so that access stops on time without anything having to run then.
 */
export function computePlan(facts: PlanFacts): AccountPlanRow {
  const { accountId } = facts;
  const subscription = facts.subscriptions.find(
    (each) => each.isPrimary && isLive(each.status) && !facts.unpaidStarts.has(each.id),
  );
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
  // Packs of credits are no plan, and neither is what the catalog does not know.
  const [purchase] = facts.purchases
    .filter((each) => each.status === "paid" && each.tierKey !== CREDITS && each.tierKey !== "free")
    .toSorted(
      (left, right) =>
        computePurchaseRank(right.tierKey) - computePurchaseRank(left.tierKey) ||
        left.purchasedAt.getTime() - right.purchasedAt.getTime(),
    );
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

/**
 * The provider calls a subscription active as soon as a bank debit for its first invoice is on its way, days
 * before the money comes, and past due when it comes back. Until that invoice is paid nothing has been, and it
 * gives no plan. An invoice that is sent to be paid later was never attempted: such a subscription gives its plan.
 */
export function listUnpaidStarts(invoices: readonly InvoiceRow[]): ReadonlySet<string> {
  const open = new Set(["open", "uncollectible"]);
  return new Set(
    invoices.flatMap((invoice) =>
      invoice.billingReason === "subscription_create" && invoice.attemptCount > 0 && open.has(invoice.status)
        ? (invoice.subscriptionId ?? [])
        : [],
    ),
  );
}
