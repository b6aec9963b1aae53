import { route } from "@/app/_server/route";
import { adminAccountPage, adminAccountQuery, listAccountsForAdmin } from "@/lib/operations";

export const GET = route(
  {
    method: "GET",
    path: "/api/admin/accounts",
    summary: "Every account of the installation, newest first, or those that a search finds",
    tag: "Admin",
    access: { kind: "admin" },
    query: adminAccountQuery,
    output: adminAccountPage,
  },
  ({ ctx, query }) => listAccountsForAdmin(ctx, query),
);
