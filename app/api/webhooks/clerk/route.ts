import { route } from "@/app/_server/route";
import { receiveIdentityEvent } from "@/lib/accounts";
import { webhookReceipt } from "@/lib/platform/inbox";

const ONE_MIB = 1024 * 1024;

export const POST = route(
  {
    method: "POST",
    path: "/api/webhooks/clerk",
    summary: "The identity provider's events; stored before they are acknowledged",
    tag: "Webhooks",
    access: { kind: "signature", by: "svix" },
    output: webhookReceipt,
    maxBodyBytes: ONE_MIB,
    errors: [{ status: 413, code: "TOO_LARGE" }],
  },
  ({ ctx, rawBody, request }) => receiveIdentityEvent(ctx, { rawBody, headers: request.headers }),
);
