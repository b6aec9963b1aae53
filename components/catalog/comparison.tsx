"use client";

import { useState } from "react";
import { classNames } from "@/components/ui/class-names";
import { ScrollRegion } from "@/components/ui/scroll-region";
import { Select } from "@/components/ui/select";
import { Cell, HeadCell, Row, Table } from "@/components/ui/table-parts";
import { LimitCell } from "./limit-cell";
import type { CatalogFeature, CatalogPlan } from "./types";

export type ComparisonProps = {
  plans: readonly CatalogPlan[];
  features: readonly CatalogFeature[];
  currentTier: string | null;
};

const GROUPS = [
  { key: "limits", name: "Limits" },
  { key: "features", name: "Features" },
  { key: "api", name: "API and models" },
] as const;

const NUMBERS = ["none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"] as const;

/** Every plan and every limit in one table. Phones choose two plans. */
export function Comparison({ plans, features, currentTier }: ComparisonProps) {
  const [pair, setPair] = useState<readonly [string, string]>(() => choosePair(plans, currentTier));
  const options = plans.map((plan) => ({ value: plan.tier, label: plan.name }));
  const look = (tier: string) =>
    classNames(tier === currentTier && "bg-brand-soft", !pair.includes(tier) && "max-sm:hidden");
  return (
    <section aria-labelledby="compare-heading">
      <h2 id="compare-heading" className="mb-4 text-lg">
        Compare all {NUMBERS[plans.length] ?? plans.length}
      </h2>
      <div className="mb-3 flex items-center gap-2 sm:hidden">
        <Select
          label="First plan"
          value={pair[0]}
          options={options}
          onChange={(tier) => setPair([tier, tier === pair[1] ? pair[0] : pair[1]])}
        />
        <span className="text-muted text-sm">and</span>
        <Select
          label="Second plan"
          value={pair[1]}
          options={options}
          onChange={(tier) => setPair([tier === pair[0] ? pair[1] : pair[0], tier])}
        />
      </div>
      <div className="overflow-hidden rounded-card border border-line bg-surface shadow-card">
        <ScrollRegion label="Comparison of all plans">
          <Table aria-labelledby="compare-heading">
            <thead>
              <tr>
                <HeadCell>
                  <span className="sr-only">Feature</span>
                </HeadCell>
                {plans.map((plan) => (
                  <HeadCell
                    key={plan.tier}
                    align="center"
                    className={classNames("w-[13.5%] py-3 text-ink text-sm max-sm:w-[30%]", look(plan.tier))}
                  >
                    {plan.name}
                    {plan.tier === currentTier ? <span className="sr-only">, your plan</span> : null}
                  </HeadCell>
                ))}
              </tr>
            </thead>
            {GROUPS.map((group) => (
              <tbody key={group.key}>
                <tr>
                  <th
                    scope="rowgroup"
                    colSpan={plans.length + 1}
                    className="border-line border-b bg-sunken px-5 py-1.5 text-left font-semibold text-xs leading-5 max-sm:px-4"
                  >
                    {group.name}
                  </th>
                </tr>
                {features
                  .filter((feature) => feature.group === group.key)
                  .map((feature) => (
                    <Row key={feature.key}>
                      <HeadCell
                        scope="row"
                        className="py-2.5 font-normal text-ink text-sm whitespace-normal leading-5"
                      >
                        {feature.name}{" "}
                        {feature.per ? <span className="text-muted">{feature.per}</span> : null}
                      </HeadCell>
                      {plans.map((plan) => (
                        <Cell
                          key={plan.tier}
                          align="center"
                          className={classNames("group-last/row:border-b", look(plan.tier))}
                        >
                          <LimitCell limit={plan.limits[feature.key] ?? { kind: "absent" }} />
                        </Cell>
                      ))}
                    </Row>
                  ))}
              </tbody>
            ))}
          </Table>
        </ScrollRegion>
      </div>
      <Footnote plans={plans} />
    </section>
  );
}

/** The current plan and the next dearer one, else the two in the middle of the range. */
function choosePair(plans: readonly CatalogPlan[], currentTier: string | null): readonly [string, string] {
  const at = plans.findIndex((plan) => plan.tier === currentTier);
  const first = at >= 0 && at < plans.length - 1 ? at : Math.max(0, Math.floor(plans.length / 2));
  return [plans[first]?.tier ?? "", plans[first + 1]?.tier ?? ""];
}

function Footnote({ plans }: { plans: readonly CatalogPlan[] }) {
  const limits = plans.flatMap((plan) => Object.values(plan.limits));
  const once = limits.some((limit) => limit.kind === "count" && limit.once);
  const hybrid = limits.some((limit) => limit.kind === "choice" && limit.label === "Hybrid");
  if (!once && !hybrid) return null;
  return (
    <p className="mt-3 text-muted text-xs">
      {once ? "“Once” limits last for the life of the account and do not reset. " : null}
      {hybrid ? "Hybrid sends 70% of calls to Gemini and 30% to GPT-4o, unless you choose one." : null}
    </p>
  );
}
