import type { Metadata } from "next";
import { z } from "zod";
import { buildSettingsTabs } from "@/app/_server/build-settings-tabs";
import { describeActivity } from "@/app/_server/describe-audit";
import { requirePageContext } from "@/app/_server/page-context";
import { getFormat, getReader } from "@/app/_server/reader";
import { Activity } from "@/components/activity/activity";
import { activityKind, listActivity } from "@/lib/accounts";
import { accountPath } from "@/lib/platform/account-path";
import { groupByDay, kindLabels, listKinds } from "./build-activity";

export const metadata: Metadata = { title: "Activity" };

const PAGE_SIZE = 50;
const address = z.object({
  kind: activityKind.optional().catch(undefined),
  after: z.uuid().optional().catch(undefined),
});

export interface ActivityPageProps {
  readonly params: Promise<{ account: string }>;
  readonly searchParams: Promise<Readonly<Record<string, unknown>>>;
}

export default async function ActivityPage({ params, searchParams }: ActivityPageProps) {
  const { account } = await params;
  const { ctx, membership } = await requirePageContext(account, "/activity");
  const { kind, after } = address.parse(await searchParams);
  const [{ records, hasMore }, { timeZone }] = await Promise.all([
    listActivity(ctx, { limit: PAGE_SIZE, ...(kind && { kind }), ...(after && { startingAfter: after }) }),
    getReader(),
  ]);
  const format = await getFormat();
  const activities = await describeActivity(ctx, ctx.account.id, records, format);
  const now = ctx.clock.now();
  const path = accountPath(account, "/activity");
  const to = (query: Record<string, string>): string => {
    const text = new URLSearchParams({ ...(kind && { kind }), ...query }).toString();
    return text === "" ? path : `${path}?${text}`;
  };
  const last = records.at(-1);
  return (
    <Activity
      data={{
        accountName: membership.accountName,
        days: groupByDay(activities, timeZone, now, format),
        kinds: listKinds(ctx.permissions).map((each) => ({ value: each, label: kindLabels[each] })),
        kind: kind ?? "",
        olderHref: hasMore && last ? to({ after: last.id }) : null,
        newestHref: after ? to({}) : null,
        now: now.toISOString(),
      }}
      tabs={buildSettingsTabs(membership)}
    />
  );
}
