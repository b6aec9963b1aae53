import { route } from "@/app/_server/route";
import { getInvoice, invoice, invoiceParams } from "@/lib/billing";

export const GET = route(
  {
    method: "GET",
    path: "/api/billing/invoices/{id}",
    summary: "One invoice with its lines",
    tag: "Billing",
    access: { kind: "account", permission: "billing.read", scope: "billing:read" },
    params: invoiceParams,
    output: invoice,
    errors: [{ status: 404, code: "NOT_FOUND" }],
  },
  ({ ctx, params }) => getInvoice(ctx, params.id),
);
