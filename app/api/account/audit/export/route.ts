import { EXPORT_RATE } from "@/app/_server/rates";
import { route } from "@/app/_server/route";
import { auditExportQuery, exportAuditLog } from "@/lib/accounts";
import { DirectAnswer, directOutput, streamText } from "@/lib/platform/http";

export const GET = route(
  {
    method: "GET",
    path: "/api/account/audit/export",
    summary: "Audit log as a file, CSV or JSON, with its hashes",
    tag: "Audit",
    access: { kind: "account", permission: "audit.read" },
    query: auditExportQuery,
    output: directOutput("application/octet-stream"),
    rate: EXPORT_RATE,
  },
  async ({ ctx, query: { format, ...filters } }) => {
    const { text, fileName, contentType } = await exportAuditLog(ctx, ctx.account.id, format, filters);
    return new DirectAnswer(streamText(text, { requestId: ctx.requestId }), {
      "content-type": contentType,
      "content-disposition": `attachment; filename="${fileName}"`,
    });
  },
);
