import { findBuyer } from "@/app/_server/find-buyer";
import { BILLING_WRITE_RATE } from "@/app/_server/rates";
import { route } from "@/app/_server/route";
import { checkoutBody, checkoutStarted, startCheckout } from "@/lib/billing";

export const POST = route(
  {
    method: "POST",
    path: "/api/billing/checkout",
    summary: "Start a checkout on the provider's hosted page",
    tag: "Billing",
    access: { kind: "account", permission: "billing.manage" },
    body: checkoutBody,
    output: checkoutStarted,
    rate: BILLING_WRITE_RATE,
    errors: [
      { status: 409, code: "CONFLICT" },
      { status: 503, code: "PROVIDER_UNAVAILABLE" },
    ],
  },
  async ({ ctx, input }) => startCheckout(ctx, input, await findBuyer(ctx)),
);
