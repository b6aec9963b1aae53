import { describeActivity } from "@/app/_server/describe-audit";
import { route } from "@/app/_server/route";
import { activityPage, activityQuery, listActivity } from "@/lib/accounts";

export const GET = route(
  {
    method: "GET",
    path: "/api/account/activity",
    summary: "What happened in the account, newest first, as far as the caller may see it",
    tag: "Account",
    access: { kind: "account", permission: "account.read" },
    query: activityQuery,
    output: activityPage,
  },
  async ({ ctx, query }) => {
    const { records, hasMore } = await listActivity(ctx, query);
    return { activities: await describeActivity(ctx, ctx.account.id, records), hasMore };
  },
);
