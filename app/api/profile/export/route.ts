import { z } from "zod";
import { EXPORT_RATE } from "@/app/_server/rates";
import { route } from "@/app/_server/route";
import { requireActingPerson } from "@/lib/accounts";
import { dataExport, listExports, requestExportBody, requestPersonExport } from "@/lib/operations";

const common = { path: "/api/profile/export", tag: "Profile", access: { kind: "person" } } as const;

export const GET = route(
  {
    ...common,
    method: "GET",
    summary: "List the exports of your own data, newest first",
    output: z.array(dataExport),
  },
  ({ ctx }) => listExports("person", requireActingPerson(ctx), ctx.clock),
);

export const POST = route(
  {
    ...common,
    method: "POST",
    summary: "Ask for a copy of what is your own, whatever the account",
    body: requestExportBody,
    output: dataExport,
    status: 202,
    rate: EXPORT_RATE,
    errors: [{ status: 409, code: "CONFLICT" }],
  },
  ({ ctx, input }) => requestPersonExport(ctx, input),
);
