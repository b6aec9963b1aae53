"use client";

import { Check } from "lucide-react";
import { Badge } from "@/components/ui/badge";
import { classNames } from "@/components/ui/class-names";
import { RegisterFigure } from "@/components/ui/register-figure";
import { choosePrice, describeInterval, findAmount, type SwitchInterval } from "./compute-price";
import { PlanButton } from "./plan-button";
import type { CatalogPlan, Purchase } from "./types";

export type SteadyPlansProps = {
  plans: readonly CatalogPlan[];
  interval: SwitchInterval;
  currentTier: string | null;
  purchase: Purchase;
};

/** The plans for steady work, joined in one frame. The current one is tinted and marked. */
export function SteadyPlans({ plans, interval, currentTier, purchase }: SteadyPlansProps) {
  return (
    <div className="grid grid-cols-1 rounded-card border border-line bg-surface md:grid-cols-3">
      {plans.map((plan) => (
        <SteadyPlan
          key={plan.tier}
          plan={plan}
          interval={interval}
          current={plan.tier === currentTier}
          purchase={purchase}
        />
      ))}
    </div>
  );
}

type SteadyPlanProps = { plan: CatalogPlan; interval: SwitchInterval; current: boolean; purchase: Purchase };

function SteadyPlan({ plan, interval, current, purchase }: SteadyPlanProps) {
  const price = choosePrice(plan, interval);
  const amount = price ? findAmount(price.amounts, purchase.currency) : null;
  return (
    <article
      className={classNames(
        "relative flex flex-col gap-4 border-line p-6 not-first:border-l max-md:px-4 max-md:py-5 max-md:not-first:border-t max-md:not-first:border-l-0",
        current &&
          "bg-brand-soft before:absolute before:-inset-x-px before:-top-px before:h-[3px] before:bg-meter before:content-['']",
      )}
    >
      <div>
        <div className="flex items-center justify-between gap-2">
          <h3 className="font-semibold text-md">{plan.name}</h3>
          {current ? (
            <Badge tone="brand" className="bg-surface" icon={<Check aria-hidden />}>
              Your plan
            </Badge>
          ) : null}
        </div>
        <p className="text-muted text-sm">{plan.summary}</p>
      </div>
      <div>
        {amount ? (
          <RegisterFigure
            money={amount}
            bareZero
            onTint={current}
            className="font-[620] text-3xl tracking-[-0.03em]"
          />
        ) : (
          <span className="block text-3xl text-muted">–</span>
        )}
        <div className="text-muted text-sm">
          {price && amount ? describeInterval(price.interval) : "not sold in this currency"}
        </div>
      </div>
      <PlanButton act={plan.act} price={amount ? price : null} size="md" purchase={purchase} />
      <ul className="grid gap-2 text-sm">
        {plan.highlights.map((line) => (
          <li key={line} className="flex items-start gap-2">
            <Check aria-hidden className="mt-[3px] size-3.5 shrink-0 stroke-2 text-brand" />
            <span className="min-w-0">{line}</span>
          </li>
        ))}
      </ul>
    </article>
  );
}
