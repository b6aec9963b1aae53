"use client";

import { Check } from "lucide-react";
import { Badge } from "@/components/ui/badge";
import { RegisterFigure } from "@/components/ui/register-figure";
import { choosePrice, describeInterval, findAmount } from "./compute-price";
import { PlanButton } from "./plan-button";
import type { CatalogPlan, Purchase } from "./types";

export type OtherPlansProps = {
  plans: readonly CatalogPlan[];
  currentTier: string | null;
  purchase: Purchase;
};

/** The ways to pay without a monthly plan. */
export function OtherPlans({ plans, currentTier, purchase }: OtherPlansProps) {
  if (plans.length === 0) return null;
  return (
    <section aria-labelledby="other-heading">
      <h2 id="other-heading" className="mb-4 text-lg">
        Without a monthly plan
      </h2>
      <div className="grid grid-cols-1 gap-4 md:grid-cols-3">
        {plans.map((plan) => (
          <OtherPlan key={plan.tier} plan={plan} current={plan.tier === currentTier} purchase={purchase} />
        ))}
      </div>
    </section>
  );
}

function OtherPlan({ plan, current, purchase }: { plan: CatalogPlan; current: boolean; purchase: Purchase }) {
  const price = choosePrice(plan, "month");
  const amount = price ? findAmount(price.amounts, purchase.currency) : null;
  return (
    <article className="flex flex-col gap-3 rounded-card border border-line bg-surface p-5 shadow-card">
      <div className="flex flex-wrap items-baseline justify-between gap-2">
        <h3 className="flex items-center gap-2">
          {plan.name}
          {current ? (
            <Badge tone="brand" icon={<Check aria-hidden />}>
              Your plan
            </Badge>
          ) : null}
        </h3>
        {price && amount ? (
          <span>
            <RegisterFigure money={amount} className="font-[620] text-xl tracking-[-0.03em]" />{" "}
            <span className="text-muted text-sm">{describeInterval(price.interval)}</span>
          </span>
        ) : (
          <span className="text-muted text-sm">not sold in this currency</span>
        )}
      </div>
      <p className="flex-1 text-muted text-sm">{plan.summary}</p>
      <PlanButton act={plan.act} price={amount ? price : null} size="sm" purchase={purchase} />
    </article>
  );
}
