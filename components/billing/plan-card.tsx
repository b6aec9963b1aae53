"use client";

import { CalendarClock } from "lucide-react";
import type { Format } from "@/components/format/create-format";
import { useFormat } from "@/components/format/format-provider";
import { ButtonLink } from "@/components/ui/button-link";
import { Card, CardBody, CardFooter } from "@/components/ui/card";
import { RegisterFigure } from "@/components/ui/register-figure";
import { LimitMeter } from "@/components/usage/limit-meter";
import type { LimitReading } from "@/components/usage/types";
import { describePer, describeRhythm } from "./describe-plan";
import { PortalButton } from "./portal-button";
import { PlanBadge } from "./status-badge";
import type { PlanSummary } from "./types";

export type PlanCardProps = {
  plan: PlanSummary;
  limits: readonly LimitReading[];
  now: string;
  /** Where another plan is chosen; null while that is not possible. */
  changePlanHref: string | null;
  /** Why another plan cannot be chosen now. */
  changeRefused: string | null;
  canOpenPortal: boolean;
};

const SHOWN = 3;

/** The plan, its price, the fullest of its limits, and what is set for later. */
export function PlanCard({ plan, limits, now, changePlanHref, changeRefused, canOpenPortal }: PlanCardProps) {
  const format = useFormat();
  const meters = pickFullest(limits);
  return (
    <Card labelledBy="plan-heading">
      <CardBody className="flex flex-col gap-5">
        <div className="flex flex-wrap items-start justify-between gap-2">
          <div>
            <div className="flex flex-wrap items-center gap-2">
              <h2 id="plan-heading" className="text-lg">
                {plan.name}
              </h2>
              {plan.status === "free" ? null : <PlanBadge plan={plan} now={now} />}
            </div>
            <p className="text-muted text-sm">{describeRhythm(plan, format)}</p>
          </div>
          {plan.price && plan.interval ? <Price plan={plan} /> : null}
        </div>
        {meters.length > 0 ? (
          <div className="grid grid-cols-1 gap-x-6 gap-y-5 lg:grid-cols-3">
            {meters.map((reading) => (
              <LimitMeter key={reading.feature} reading={reading} now={now} mini />
            ))}
          </div>
        ) : null}
      </CardBody>
      {plan.scheduledChange ? <ScheduledChange change={plan.scheduledChange} /> : null}
      <CardFooter>
        <span>{describeFoot(plan, changeRefused, format)}</span>
        <span className="flex flex-wrap gap-2">
          {renews(plan) && canOpenPortal ? (
            <PortalButton size="sm" variant="quiet">
              {plan.cancelAt ? "Keep the plan" : "Cancel plan"}
            </PortalButton>
          ) : null}
          {changePlanHref && !changeRefused ? (
            <ButtonLink href={changePlanHref} size="sm" variant="primary">
              {plan.status === "free" || plan.status === "canceled" ? "Choose a plan" : "Change plan"}
            </ButtonLink>
          ) : null}
        </span>
      </CardFooter>
    </Card>
  );
}

function Price({ plan }: { plan: PlanSummary }) {
  const { formatMoney } = useFormat();
  if (!plan.price || !plan.interval) return null;
  return (
    <div className="sm:text-right">
      <RegisterFigure money={plan.price} className="block text-xl" />
      <div className="text-muted text-xs tabular-nums">
        {describePer(plan.interval)}
        {plan.tax && plan.tax.amountMinor > 0 ? `, plus ${formatMoney(plan.tax)} tax` : ""}
      </div>
    </div>
  );
}

function ScheduledChange({ change }: { change: NonNullable<PlanSummary["scheduledChange"]> }) {
  const { formatDay, formatMoney } = useFormat();
  return (
    <CardFooter className="border-info-line bg-info-soft text-info">
      <span className="flex min-w-0 items-start gap-2.5">
        <CalendarClock aria-hidden className="mt-0.5 size-4 shrink-0 stroke-[1.75]" />
        <span className="text-ink">
          <b className="font-medium">
            On {formatDay(change.at)} you switch to {change.planName}:
          </b>{" "}
          <span className="whitespace-nowrap">{formatMoney(change.total)}.</span>
        </span>
      </span>
    </CardFooter>
  );
}

function describeFoot(plan: PlanSummary, refused: string | null, format: Format): string {
  if (refused) return refused;
  if (plan.customerSince) return `Customer since ${format.formatDate(plan.customerSince)}.`;
  return plan.status === "free" ? "Free has no charges." : "";
}

/** The limits that fill up first; gauges and unlimited ones have no place on this card. */
function pickFullest(limits: readonly LimitReading[]): readonly LimitReading[] {
  const share = (reading: LimitReading) => (reading.limit ? reading.used / reading.limit : 0);
  const metered = limits.filter(
    (reading) => reading.kind === "metered" && reading.limit !== null && reading.limit > 0,
  );
  const chosen = new Set(metered.toSorted((a, b) => share(b) - share(a)).slice(0, SHOWN));
  return metered.filter((reading) => chosen.has(reading));
}

/** Free and what was paid once have nothing to cancel. */
const renews = ({ status, interval }: PlanSummary): boolean =>
  status !== "free" && interval !== null && interval !== "once";
