import { describeAudit } from "@/app/_server/describe-audit";
import { route } from "@/app/_server/route";
import { auditPage, auditQuery, listAuditEntries } from "@/lib/accounts";

export const GET = route(
  {
    method: "GET",
    path: "/api/account/audit",
    summary: "Audit log, newest entry first",
    tag: "Audit",
    access: { kind: "account", permission: "audit.read" },
    query: auditQuery,
    output: auditPage,
  },
  async ({ ctx, query }) => {
    const { records, hasMore } = await listAuditEntries(ctx, query);
    return { entries: await describeAudit(ctx, ctx.account.id, records), hasMore };
  },
);
