import { describeAudit } from "@/app/_server/describe-audit";
import { route } from "@/app/_server/route";
import { auditEntry, auditEntryParams, getAuditEntry } from "@/lib/accounts";
import { notFound } from "@/lib/platform/errors";

export const GET = route(
  {
    method: "GET",
    path: "/api/account/audit/{id}",
    summary: "One entry of the audit log",
    tag: "Audit",
    access: { kind: "account", permission: "audit.read" },
    params: auditEntryParams,
    output: auditEntry,
    errors: [{ status: 404, code: "NOT_FOUND" }],
  },
  async ({ ctx, params }) => {
    const [entry] = await describeAudit(ctx, ctx.account.id, [await getAuditEntry(ctx, params.id)]);
    if (!entry) throw notFound("The entry");
    return entry;
  },
);
