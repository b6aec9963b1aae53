import { route } from "@/app/_server/route";
import { getUsageOverview, usageOverviewSchema } from "@/lib/usage";

export const GET = route(
  {
    method: "GET",
    path: "/api/usage",
    summary: "What the account has used of every feature",
    tag: "Usage",
    access: { kind: "account", permission: "usage.read", scope: "usage:read" },
    output: usageOverviewSchema,
  },
  ({ ctx }) => getUsageOverview(ctx.account.id, ctx.clock),
);
