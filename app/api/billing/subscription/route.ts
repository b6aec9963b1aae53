import { route } from "@/app/_server/route";
import { findSubscription, subscription } from "@/lib/billing";

export const GET = route(
  {
    method: "GET",
    path: "/api/billing/subscription",
    summary: "The account's subscription, null without one",
    tag: "Billing",
    access: { kind: "account", permission: "billing.read", scope: "billing:read" },
    output: subscription.nullable(),
  },
  ({ ctx }) => findSubscription(ctx),
);
