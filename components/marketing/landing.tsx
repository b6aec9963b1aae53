import Link from "next/link";
import { describeInterval } from "@/components/catalog/compute-price";
import { ButtonLink } from "@/components/ui/button-link";
import { RegisterFigure } from "@/components/ui/register-figure";
import { HowItRuns } from "./how-it-runs";
import { LimitScale } from "./limit-scale";
import type { LandingPlan } from "./types";

export type LandingProps = {
  plans: readonly LandingPlan[];
  /** Where an account is made, or the dashboard when the visitor is signed in. */
  startHref: string;
  startLabel: string;
  pricingHref: string;
  /** Null while there are no docs. */
  docsHref: string | null;
};

const PRINCIPLES = [
  {
    title: "Every limit in plain sight",
    text: "Each limit of a plan is a meter with its next reset beside it. A call over the limit is refused with the reason, and nothing is charged in silence.",
  },
  {
    title: "Each thing counts once",
    text: "A webhook delivered twenty times, a call retried on a bad line, a hundred calls at the last unit: the database lets each have one effect.",
  },
  {
    title: "Figures that explain themselves",
    text: "An amount is shown before the button and on it. Counts are printed in full, times carry their zone, and two currencies are never summed.",
  },
] as const;

/** The front page: what it is, what it promises, what it costs, how it runs. */
export function Landing({ plans, startHref, startLabel, pricingHref, docsHref }: LandingProps) {
  return (
    <main id="main" tabIndex={-1} className="outline-none">
      <section className="mx-auto w-full max-w-[79rem] px-8 pt-16 pb-12 max-sm:px-4 max-sm:pt-9 max-sm:pb-8">
        <h1 className="max-w-160 text-balance font-[640] text-3xl tracking-[-0.027em] max-sm:text-2xl">
          The billing back office a SaaS runs from its first day
        </h1>
        <p className="mt-3 max-w-150 text-md text-muted">
          Plans, payments and limits, kept in your own Postgres. Your server asks before each call; your
          customers see what they use and what they owe.
        </p>
        <div className="mt-6 flex flex-wrap gap-2">
          <ButtonLink href={startHref} variant="primary">
            {startLabel}
          </ButtonLink>
          <ButtonLink href={pricingHref}>See plans and limits</ButtonLink>
          {docsHref ? (
            <ButtonLink href={docsHref} variant="quiet">
              Read the docs
            </ButtonLink>
          ) : null}
        </div>
        <LimitScale />
      </section>
      <div className="mx-auto flex w-full max-w-[79rem] flex-col gap-12 px-8 pb-18 max-sm:gap-8 max-sm:px-4 max-sm:pb-12">
        <section
          aria-label="Principles"
          className="grid grid-cols-1 rounded-card border border-line bg-surface *:border-line *:p-6 max-md:*:not-first:border-t max-md:*:px-4 max-md:*:py-5 md:grid-cols-3 md:*:not-first:border-l"
        >
          {PRINCIPLES.map((principle) => (
            <div key={principle.title}>
              <h2>{principle.title}</h2>
              <p className="mt-1 text-muted text-sm">{principle.text}</p>
            </div>
          ))}
        </section>
        <PlanLines plans={plans} pricingHref={pricingHref} />
        <HowItRuns docsHref={docsHref} />
      </div>
    </main>
  );
}

function PlanLines({ plans, pricingHref }: { plans: readonly LandingPlan[]; pricingHref: string }) {
  if (plans.length === 0) return null;
  return (
    <section aria-labelledby="landing-plans-heading">
      <div className="mb-4 flex flex-wrap items-baseline justify-between gap-2">
        <h2 id="landing-plans-heading" className="text-lg">
          Plans
        </h2>
        <Link href={pricingHref} className="text-sm">
          Compare every limit
        </Link>
      </div>
      <ul className="divide-y divide-line rounded-card border border-line bg-surface shadow-card">
        {plans.map((plan) => (
          <li key={plan.tier} className="flex flex-wrap items-baseline gap-x-6 gap-y-1 px-5 py-4 max-sm:px-4">
            <h3 className="w-28">{plan.name}</h3>
            <p className="min-w-0 flex-1 text-muted text-sm max-sm:order-last max-sm:basis-full">
              {plan.summary}
            </p>
            <span className="max-sm:ml-auto">
              <RegisterFigure money={plan.price} bareZero className="text-lg" />{" "}
              <span className="text-muted text-sm">{describeInterval(plan.interval)}</span>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
