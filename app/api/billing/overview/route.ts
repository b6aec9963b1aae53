import { route } from "@/app/_server/route";
import { getOverview, overview } from "@/lib/billing";

export const GET = route(
  {
    method: "GET",
    path: "/api/billing/overview",
    summary: "Plan, period, usage and payment method",
    tag: "Billing",
    access: { kind: "account", permission: "billing.read", scope: "billing:read" },
    output: overview,
  },
  ({ ctx }) => getOverview(ctx),
);
