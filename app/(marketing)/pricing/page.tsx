import type { Metadata } from "next";
import { findPageContext } from "@/app/_server/page-context";
import { Pricing } from "@/components/catalog/pricing";
import { findPlanInForce } from "@/lib/billing";
import { publicCatalog } from "@/lib/catalog";
import { buildPricing } from "../build-pricing";
import { PublicFrame } from "../public-frame";

export const metadata: Metadata = {
  title: "Pricing",
  description: "Six ways to use Meterhouse, with every limit and price.",
};

export default async function PricingPage() {
  const context = await findPageContext();
  const plan = context ? await findPlanInForce(context.ctx.account.id, context.ctx.clock) : null;
  const data = buildPricing(publicCatalog(), {
    currentTier: plan?.tierKey ?? null,
    hasSubscription: plan?.source === "subscription",
    mayBuy: context?.ctx.permissions.has("billing.manage") ?? false,
  });
  return (
    <PublicFrame current="/pricing">
      <Pricing data={data} />
    </PublicFrame>
  );
}
