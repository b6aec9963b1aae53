import { BILLING_WRITE_RATE } from "@/app/_server/rates";
import { route } from "@/app/_server/route";
import { openPortal, portalBody, portalOpened } from "@/lib/billing";

export const POST = route(
  {
    method: "POST",
    path: "/api/billing/portal",
    summary: "Open the provider's customer portal",
    tag: "Billing",
    access: { kind: "account", permission: "billing.manage" },
    body: portalBody,
    output: portalOpened,
    rate: BILLING_WRITE_RATE,
    // The address works once and for minutes: an old one is no answer to a new request.
    idempotency: "own",
    errors: [
      { status: 409, code: "CONFLICT" },
      { status: 503, code: "PROVIDER_UNAVAILABLE" },
    ],
  },
  ({ ctx, input }) => openPortal(ctx, input),
);
