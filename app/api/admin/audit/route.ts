import { route } from "@/app/_server/route";
import { adminAuditPage, adminAuditQuery, listAuditForAdmin } from "@/lib/operations";

export const GET = route(
  {
    method: "GET",
    path: "/api/admin/audit",
    summary:
      "Audit log over every account and the installation, newest entry first; the look is recorded in it",
    tag: "Admin",
    access: { kind: "admin" },
    query: adminAuditQuery,
    output: adminAuditPage,
    errors: [{ status: 403, code: "REASON_REQUIRED" }],
  },
  ({ ctx, query }) => listAuditForAdmin(ctx, query),
);
