import { route } from "@/app/_server/route";
import { getUsageHistory, usageHistoryQuerySchema, usageHistorySchema } from "@/lib/usage";

export const GET = route(
  {
    method: "GET",
    path: "/api/usage/history",
    summary: "Use of one feature by day",
    tag: "Usage",
    access: { kind: "account", permission: "usage.read", scope: "usage:read" },
    query: usageHistoryQuerySchema,
    output: usageHistorySchema,
  },
  ({ ctx, query }) => getUsageHistory(ctx.account.id, query, ctx.clock),
);
