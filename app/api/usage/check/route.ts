import { route } from "@/app/_server/route";
import { checkUsage, checkUsageResultSchema, checkUsageSchema } from "@/lib/usage";

export const POST = route(
  {
    method: "POST",
    path: "/api/usage/check",
    summary: "Ask whether a feature may be used now; counts nothing",
    tag: "Usage",
    access: { kind: "account", permission: "usage.read", scope: "usage:read" },
    body: checkUsageSchema,
    output: checkUsageResultSchema,
    // A question has no first answer to replay: the next one may be another.
    idempotency: "own",
  },
  ({ ctx, input }) => checkUsage(ctx, input),
);
