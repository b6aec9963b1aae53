import { route } from "@/app/_server/route";
import { adminAccountDetails, adminAccountParams, viewAccount } from "@/lib/operations";

export const GET = route(
  {
    method: "GET",
    path: "/api/admin/accounts/{id}",
    summary: "One account in full; the look is recorded in the account's own audit log",
    tag: "Admin",
    access: { kind: "admin" },
    params: adminAccountParams,
    output: adminAccountDetails,
    errors: [{ status: 403, code: "REASON_REQUIRED" }],
  },
  ({ ctx, params }) => viewAccount(ctx, params.id),
);
