import type { Metadata } from "next";
import { findPageContext, type PageContext } from "@/app/_server/page-context";
import { getReader } from "@/app/_server/reader";
import { Pricing } from "@/components/catalog/pricing";
import { getOverview } from "@/lib/billing";
import { findPrice, publicCatalog } from "@/lib/catalog";
import { findPlanInForce } from "@/lib/usage";
import { buildPricing, type PricingVisitor } from "../build-pricing";
import { PublicFrame } from "../public-frame";

export const metadata: Metadata = {
  title: "Pricing",
  description: "Six ways to use Meterhouse, with every limit and price.",
};

const NOBODY: PricingVisitor = { account: null, currentTier: null, hasSubscription: false, mayBuy: false };

async function findVisitor({ ctx, membership }: PageContext): Promise<PricingVisitor> {
  const mayBuy = ctx.permissions.has("billing.manage");
  const plan = await findPlanInForce(ctx.account.id, ctx.clock);
  const bought = mayBuy ? findPrice((await getOverview(ctx)).priceKey) : null;
  const hasSubscription = bought?.mode === "subscription";
  const account = membership.accountSlug;
  return { account, currentTier: plan?.tierKey ?? "free", hasSubscription, mayBuy };
}

export interface PricingPageProps {
  readonly searchParams: Promise<{ readonly account?: string }>;
}

/** The plans; `account` in the address says for which of the visitor's accounts they are shown and bought. */
export default async function PricingPage({ searchParams }: PricingPageProps) {
  const { account = null } = await searchParams;
  const context = await findPageContext(account);
  const { currency } = await getReader();
  const data = buildPricing(publicCatalog(), context ? await findVisitor(context) : NOBODY, currency);
  return (
    <PublicFrame current="/pricing" account={account}>
      <Pricing data={data} />
    </PublicFrame>
  );
}
