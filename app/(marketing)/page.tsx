import { findPageContext } from "@/app/_server/page-context";
import { Landing } from "@/components/marketing/landing";
import type { LandingPlan } from "@/components/marketing/types";
import { type PublicCatalog, publicCatalog } from "@/lib/catalog";
import { ACCOUNT_HOME, accountPath } from "@/lib/platform/account-path";
import { PublicFrame } from "./public-frame";

export default async function LandingPage() {
  const context = await findPageContext();
  return (
    <PublicFrame current="/">
      <Landing
        plans={buildPlans(publicCatalog())}
        startHref={context ? accountPath(context.membership.accountSlug, ACCOUNT_HOME) : "/sign-up"}
        startLabel={context ? "Open the overview" : "Start free"}
        pricingHref="/pricing"
        docsHref="/docs/api"
      />
    </PublicFrame>
  );
}

/** The steady plans, each with the price of its shortest interval in the default currency. */
function buildPlans({ tiers, currencies }: PublicCatalog): LandingPlan[] {
  const currency = currencies[0] ?? "usd";
  return tiers
    .filter(({ group }) => group === "steady")
    .flatMap(({ key, name, summary, prices }) => {
      const [price] = prices;
      if (!price) return [];
      const amountMinor = price.amounts[currency] ?? 0;
      return [{ tier: key, name, summary, interval: price.interval, price: { amountMinor, currency } }];
    });
}
