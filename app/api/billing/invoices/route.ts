import { route } from "@/app/_server/route";
import { invoiceListQuery, invoicePage, listInvoices } from "@/lib/billing";

export const GET = route(
  {
    method: "GET",
    path: "/api/billing/invoices",
    summary: "Invoices, newest first",
    tag: "Billing",
    access: { kind: "account", permission: "billing.read", scope: "billing:read" },
    query: invoiceListQuery,
    output: invoicePage,
  },
  ({ ctx, query }) => listInvoices(ctx, query),
);
