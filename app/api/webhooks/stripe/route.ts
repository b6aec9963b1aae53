import { route } from "@/app/_server/route";
import { receiveStripeEvent } from "@/lib/billing";
import { webhookReceipt } from "@/lib/platform/inbox";

const ONE_MIB = 1024 * 1024;

export const POST = route(
  {
    method: "POST",
    path: "/api/webhooks/stripe",
    summary: "Stripe's events; stored before they are acknowledged",
    tag: "Webhooks",
    access: { kind: "signature" },
    output: webhookReceipt,
    maxBodyBytes: ONE_MIB,
    errors: [{ status: 413, code: "TOO_LARGE" }],
  },
  ({ ctx, rawBody, request }) =>
    receiveStripeEvent(ctx, { rawBody, signature: request.headers.get("stripe-signature") }),
);
