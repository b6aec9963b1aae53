import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { buildLimits } from "@/app/_server/build-limits";
import { requirePageContext } from "@/app/_server/page-context";
import { getFormat } from "@/app/_server/reader";
import { Billing } from "@/components/billing/billing";
import { readBillingPage } from "@/lib/billing";
import { pricingPath } from "@/lib/platform/account-path";
import { getUsageOverview } from "@/lib/usage";
import { buildBilling } from "./build-billing";

export const metadata: Metadata = { title: "Billing" };

export default async function BillingPage({ params }: { params: Promise<{ account: string }> }) {
  const { account } = await params;
  const { ctx, supabase } = await requirePageContext(account, "/billing");
  if (!ctx.permissions.has("billing.read")) notFound();
  const [page, usage] = await Promise.all([
    readBillingPage(supabase, ctx.account.id),
    getUsageOverview(ctx.account.id, ctx.clock),
  ]);
  const mayManage = ctx.permissions.has("billing.manage");
  const data = buildBilling({
    page,
    tierKey: usage.tierKey,
    limits: buildLimits(usage),
    mayManage,
    format: await getFormat(),
  });
  return (
    <Billing
      data={data}
      now={ctx.clock.now().toISOString()}
      changePlanHref={mayManage ? pricingPath(account) : null}
    />
  );
}
