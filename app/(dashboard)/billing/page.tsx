import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { buildLimits } from "@/app/_server/build-limits";
import { requirePageContext } from "@/app/_server/page-context";
import { Billing } from "@/components/billing/billing";
import { getOverview, listInvoices } from "@/lib/billing";
import { getUsageOverview } from "@/lib/usage";
import { buildBilling } from "./build-billing";

export const metadata: Metadata = { title: "Billing" };

const INVOICES_SHOWN = 12;

export default async function BillingPage() {
  const { ctx, person, membership } = await requirePageContext("/billing");
  if (!ctx.permissions.has("billing.read")) notFound();
  const [overview, invoices, usage] = await Promise.all([
    getOverview(ctx),
    listInvoices(ctx, { limit: INVOICES_SHOWN }),
    getUsageOverview(ctx.account.id, ctx.clock),
  ]);
  const mayManage = ctx.permissions.has("billing.manage");
  const data = buildBilling({
    overview,
    invoices,
    limits: buildLimits(usage),
    name: membership.accountName,
    email: person.email,
    mayManage,
  });
  return (
    <Billing data={data} now={ctx.clock.now().toISOString()} changePlanHref={mayManage ? "/pricing" : null} />
  );
}
