import type { Metadata } from "next";
import { requirePageContext } from "@/app/_server/page-context";
import { Usage } from "@/components/usage/usage";
import { accountPath } from "@/lib/platform/account-path";
import { getUsageHistory, getUsageOverview } from "@/lib/usage";
import { buildUsage, chooseFeature } from "./build-usage";

export const metadata: Metadata = { title: "Usage" };

export interface UsagePageProps {
  readonly params: Promise<{ account: string }>;
  readonly searchParams: Promise<{ readonly feature?: string; readonly range?: string }>;
}

const ranges = [
  { value: "cycle", label: "This cycle" },
  { value: "90d", label: "Last 90 days" },
];

export default async function UsagePage({ params, searchParams }: UsagePageProps) {
  const { account } = await params;
  const { ctx } = await requirePageContext(account, "/usage");
  const search = await searchParams;
  const overview = await getUsageOverview(ctx.account.id, ctx.clock);
  const counted = overview.features.filter(({ kind }) => kind === "metered");
  const feature = chooseFeature(counted, search.feature);
  const range = search.range === "90d" ? "90d" : "cycle";
  const history = await getUsageHistory(ctx.account.id, { feature: feature.feature, range }, ctx.clock);
  return (
    <Usage
      history={buildUsage(feature, history)}
      features={counted.map(({ feature: value, name: label }) => ({ value, label }))}
      ranges={ranges}
      range={range}
      apiKeysHref={accountPath(account, "/settings/api-keys")}
      now={ctx.clock.now().toISOString()}
    />
  );
}
