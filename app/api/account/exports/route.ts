import { z } from "zod";
import { EXPORT_RATE } from "@/app/_server/rates";
import { route } from "@/app/_server/route";
import { dataExport, listExports, requestAccountExport, requestExportBody } from "@/lib/operations";

const common = {
  path: "/api/account/exports",
  tag: "Account",
  access: { kind: "account", permission: "account.export" },
} as const;

export const GET = route(
  {
    ...common,
    method: "GET",
    summary: "List the account's exports, newest first",
    output: z.array(dataExport),
  },
  ({ ctx }) => listExports("account", ctx.account.id, ctx.clock),
);

export const POST = route(
  {
    ...common,
    method: "POST",
    summary: "Ask for a copy of the account's data; it is made in the background",
    body: requestExportBody,
    output: dataExport,
    status: 202,
    rate: EXPORT_RATE,
    errors: [{ status: 409, code: "CONFLICT" }],
  },
  ({ ctx, input }) => requestAccountExport(ctx, input),
);
