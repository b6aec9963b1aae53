import { route } from "@/app/_server/route";
import { adminAccountParams, adminVisit, openAccountVisit, openVisitBody } from "@/lib/operations";

export const POST = route(
  {
    method: "POST",
    path: "/api/admin/accounts/{id}/visits",
    summary: "Say why you open an account; the reason holds for an hour and its owner can read it",
    tag: "Admin",
    access: { kind: "admin" },
    params: adminAccountParams,
    body: openVisitBody,
    output: adminVisit,
    status: 201,
  },
  ({ ctx, params, input }) => openAccountVisit(ctx, params.id, input),
);
