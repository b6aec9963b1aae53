import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { buildLimits } from "@/app/_server/build-limits";
import { requirePageContext } from "@/app/_server/page-context";
import { CheckoutReturn } from "@/components/billing/checkout-return";
import type { CheckoutOutcome as CheckoutView } from "@/components/billing/types";
import type { LimitReading } from "@/components/usage/types";
import { type CheckoutOutcome, confirmCheckout } from "@/lib/billing";
import { findPrice } from "@/lib/catalog";
import { accountPath, pricingPath } from "@/lib/platform/account-path";
import { DomainError } from "@/lib/platform/errors";
import { getUsageOverview } from "@/lib/usage";

export const metadata: Metadata = { title: "Checkout" };

export interface ReturnPageProps {
  readonly params: Promise<{ account: string }>;
  readonly searchParams: Promise<{ readonly session_id?: string }>;
}

/** Where the provider's page leads back to. It asks the provider once, so that the plan shows before any webhook. */
export default async function CheckoutReturnPage({ params, searchParams }: ReturnPageProps) {
  const { account } = await params;
  const { session_id: sessionId } = await searchParams;
  const { ctx } = await requirePageContext(
    account,
    `/billing/return?session_id=${encodeURIComponent(sessionId ?? "")}`,
  );
  if (!sessionId) notFound();
  const outcome = await confirmCheckout(ctx, sessionId).catch((error: unknown) => {
    if (error instanceof DomainError && (error.status === 404 || error.status === 403)) notFound();
    throw error;
  });
  const limits = buildLimits(await getUsageOverview(ctx.account.id, ctx.clock));
  return (
    <CheckoutReturn
      outcome={buildOutcome(outcome, limits, pricingPath(account))}
      now={ctx.clock.now().toISOString()}
      overviewHref={accountPath(account, "/dashboard")}
      billingHref={accountPath(account, "/billing")}
    />
  );
}

function buildOutcome(
  outcome: CheckoutOutcome,
  limits: readonly LimitReading[],
  plansHref: string,
): CheckoutView {
  const bought = findPrice(outcome.priceKey)?.name ?? outcome.priceKey;
  switch (outcome.state) {
    case "complete":
      return {
        kind: "done",
        bought,
        paid: outcome.paid
          ? { amountMinor: outcome.paid.amountCents, currency: outcome.paid.currency }
          : null,
        trialEnd: outcome.trialEnd,
        periodEnd: outcome.periodEnd,
        invoiceUrl: outcome.invoiceUrl,
        limits,
      };
    case "processing":
      return { kind: "processing", bought };
    case "expired":
      return { kind: "expired", retryHref: plansHref };
    case "open":
      return { kind: "canceled", retryHref: outcome.checkoutUrl ?? plansHref };
  }
}
