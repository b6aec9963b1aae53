import type { Metadata } from "next";
import { findPageContext } from "@/app/_server/page-context";
import { Pricing } from "@/components/catalog/pricing";

import { getOverview } from "@/lib/billing";
import { findPrice, publicCatalog } from "@/lib/catalog";
import type { AccountContext } from "@/lib/platform/context";
import { findPlanInForce } from "@/lib/usage";
import { buildPricing, type PricingVisitor } from "../build-pricing";
import { PublicFrame } from "../public-frame";

export const metadata: Metadata = {
  title: "Pricing",
  description: "Six ways to use Meterhouse, with every limit and price.",
};

const NOBODY: PricingVisitor = { currentTier: null, hasSubscription: false, mayBuy: false };

async function findVisitor(ctx: AccountContext): Promise<PricingVisitor> {
  const mayBuy = ctx.permissions.has("billing.manage");
  const plan = await findPlanInForce(ctx.account.id, ctx.clock);
  const bought = mayBuy ? findPrice((await getOverview(ctx)).priceKey) : null;
  const hasSubscription = bought?.mode === "subscription";
  return { currentTier: plan?.tierKey ?? "free", hasSubscription, mayBuy };
}

export default async function PricingPage() {
  const context = await findPageContext();
  const data = buildPricing(publicCatalog(), context ? await findVisitor(context.ctx) : NOBODY);
  return (
    <PublicFrame current="/pricing">
      <Pricing data={data} />
    </PublicFrame>
  );
}
