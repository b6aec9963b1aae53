import { route } from "@/app/_server/route";
import { trackUsage, trackUsageResultSchema, trackUsageSchema } from "@/lib/usage";

export const POST = route(
  {
    method: "POST",
    path: "/api/usage/track",
    summary: "Count one event, or up to 1,000 at once",
    tag: "Usage",
    access: { kind: "account", permission: "usage.write", scope: "usage:write" },
    body: trackUsageSchema,
    output: trackUsageResultSchema,
    // Keys of events are permanent and kept with the events themselves, in the same statement.
    idempotency: "own",
    maxBodyBytes: 2 * 1024 * 1024,
    errors: [
      { status: 403, code: "LIMIT_REACHED" },
      { status: 403, code: "NO_ACCESS" },
      { status: 409, code: "CONFLICT" },
      { status: 413, code: "TOO_LARGE" },
    ],
  },
  ({ ctx, input, idempotencyKey }) => trackUsage(ctx, input, { requestKey: idempotencyKey }),
);
