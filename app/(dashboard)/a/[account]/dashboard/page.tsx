import type { Metadata } from "next";
import { buildLimits } from "@/app/_server/build-limits";
import { buildPlan, factsOfOverview, factsOfTier } from "@/app/_server/build-plan";
import { requirePageContext } from "@/app/_server/page-context";
import { getFormat } from "@/app/_server/reader";
import { Overview } from "@/components/dashboard/overview";
import { getOverview } from "@/lib/billing";
import { accountPath, pricingPath } from "@/lib/platform/account-path";
import { getUsageHistory, getUsageOverview, listUsageWarnings } from "@/lib/usage";
import { buildOverview } from "./build-overview";

export const metadata: Metadata = { title: "Overview" };

/** The feature whose pace the overview draws. */
const CHARTED = "generations";
const NOTICES = 5;

export default async function DashboardPage({ params }: { params: Promise<{ account: string }> }) {
  const { account } = await params;
  const { ctx, membership } = await requirePageContext(account, "/dashboard");
  const accountId = ctx.account.id;
  const [billing, usage, history, warnings] = await Promise.all([
    ctx.permissions.has("billing.read") ? getOverview(ctx) : null,
    getUsageOverview(accountId, ctx.clock),
    getUsageHistory(accountId, { feature: CHARTED, range: "cycle" }, ctx.clock),
    listUsageWarnings(accountId, NOTICES),
  ]);
  const data = buildOverview({
    account,
    accountName: membership.accountName,
    plan: buildPlan(billing ? factsOfOverview(billing) : factsOfTier(usage.tierKey, "", "usd")),
    billing,
    limits: buildLimits(usage),
    feature: usage.features.find(({ feature }) => feature === CHARTED) ?? null,
    history,
    warnings,
    now: ctx.clock.now(),
    format: await getFormat(),
  });
  return (
    <Overview
      data={data}
      links={{
        usage: accountPath(account, "/usage"),
        upgrade: ctx.permissions.has("billing.manage") ? pricingPath(account) : null,
        apiKeys: accountPath(account, "/settings/api-keys"),
      }}
    />
  );
}
