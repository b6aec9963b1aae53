import type { AccountContext } from "@/lib/platform/context";
import { forbidden, notFound } from "@/lib/platform/errors";
import { getUsageOverview } from "@/lib/usage";
import { computeNextInvoice } from "../compute/compute-next-invoice";
import { findOverview, type OverviewRow } from "../repository/overview";
import type { Overview } from "../schemas";

/**
 * Plan, period, usage, card and next invoice of the account, from our own rows: the provider is never asked.
 *
 * @throws DomainError FORBIDDEN, NOT_FOUND
 */
export async function getOverview(ctx: AccountContext): Promise<Overview> {
  if (!ctx.permissions.has("billing.read")) throw forbidden("The billing overview needs billing.read.");
  const [row, usage] = await Promise.all([
    findOverview(ctx.account.id),
    getUsageOverview(ctx.account.id, ctx.clock),
  ]);
  if (!row) throw notFound("The account");
  return {
    // The plan that usage is measured by, so that plan and limits on one screen cannot disagree.
    plan: usage.tierKey,
    ...describePlan(row, usage.tierKey),
    paymentMethod: row.paymentMethod,
    usage: usage.features.flatMap(({ feature, kind, used, limit, remaining, resetsAt }) =>
      (kind === "metered" || kind === "gauge") && used !== null
        ? [{ feature, used, limit, remaining, resetsAt }]
        : [],
    ),
    syncedAt: row.syncedAt?.toISOString() ?? null,
  };
}

type PlanPart = Omit<Overview, "plan" | "usage" | "paymentMethod" | "syncedAt">;

function describePlan(row: OverviewRow, tierKey: string): PlanPart {
  const { plan } = row;
  const isFree = tierKey === "free";
  // What was bought for good has no period; a subscription that ended before it is history.
  const subscription = !isFree && plan?.source === "purchase" ? null : row.subscription;
  const next = subscription && computeNextInvoice(readRenewal(subscription));
  return {
    priceKey: isFree ? "free" : (plan?.priceKey ?? "free"),
    // On free, a subscription that ended or is paused still says so.
    status: subscription?.status ?? "active",
    currency: subscription?.currency ?? row.customerCurrency ?? row.accountCurrency,
    periodStart: iso(subscription?.periodStart),
    periodEnd: iso(subscription?.periodEnd),
    cancelAt: iso(subscription?.cancelAt),
    trialEnd: iso(subscription?.trialEnd),
    scheduledChange: null,
    nextInvoice: next && { ...next, at: next.at.toISOString() },
  };
}

function readRenewal(subscription: NonNullable<OverviewRow["subscription"]>) {
  const { status, quantity, currency, unitAmountCents, periodEnd, cancelAt } = subscription;
  return {
    status,
    quantity,
    currency,
    unitAmountCents,
    periodEnd: periodEnd ? new Date(periodEnd) : null,
    cancelAt: cancelAt ? new Date(cancelAt) : null,
  };
}

/** Postgres writes instants in JSON with an offset; the contract is UTC. */
const iso = (instant: string | null | undefined): string | null =>
  instant ? new Date(instant).toISOString() : null;
