import { z } from "zod";
import { route } from "@/app/_server/route";
import { getUsageOverview, usageFeatureSchema } from "@/lib/usage";

const limit = usageFeatureSchema.pick({
  feature: true,
  name: true,
  kind: true,
  reset: true,
  limit: true,
  choice: true,
  overageMicros: true,
  isOverride: true,
});

export const GET = route(
  {
    method: "GET",
    path: "/api/usage/limits",
    summary: "What the plan allows, overrides included",
    tag: "Usage",
    access: { kind: "account", permission: "usage.read", scope: "usage:read" },
    output: z.object({ tierKey: z.string(), limits: z.array(limit) }),
  },
  async ({ ctx }) => {
    const { tierKey, features } = await getUsageOverview(ctx.account.id, ctx.clock);
    return { tierKey, limits: features };
  },
);
