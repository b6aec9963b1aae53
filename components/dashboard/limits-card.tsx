import { Infinity as InfinityIcon } from "lucide-react";
import Link from "next/link";
import { Card, CardBody, CardFooter, CardHeader } from "@/components/ui/card";
import { LimitMeter } from "@/components/usage/limit-meter";
import type { LimitReading } from "@/components/usage/types";
import { joinNames } from "./describe-limits";

export type LimitsCardProps = {
  limits: readonly LimitReading[];
  planName: string;
  usageHref: string | null;
  now: string;
};

/** Every limit of the plan as a meter; what is unlimited is named below. */
export function LimitsCard({ limits, planName, usageHref, now }: LimitsCardProps) {
  const measured = limits.filter((reading) => reading.limit !== null && reading.limit > 0);
  const unlimited = limits.filter((reading) => reading.limit === null);
  return (
    <Card labelledBy="limits-heading">
      <CardHeader title="Limits" titleId="limits-heading">
        <span className="text-muted text-xs">Marks at 80, 90 and 100%</span>
      </CardHeader>
      <CardBody>
        <div className="grid grid-cols-1 gap-x-8 gap-y-7 sm:grid-cols-2 lg:grid-cols-3">
          {measured.map((reading) => (
            <LimitMeter key={reading.feature} reading={reading} now={now} />
          ))}
        </div>
      </CardBody>
      {unlimited.length > 0 || usageHref ? (
        <CardFooter>
          {unlimited.length > 0 ? (
            <span className="flex items-center gap-2">
              <InfinityIcon aria-hidden className="size-4 shrink-0 stroke-[1.75]" />
              <span>
                <b className="font-medium text-ink">{joinNames(unlimited.map((reading) => reading.label))}</b>{" "}
                {unlimited.length === 1 ? "is" : "are"} unlimited on {planName}.
              </span>
            </span>
          ) : (
            <span />
          )}
          {usageHref ? <Link href={usageHref}>Usage in detail</Link> : null}
        </CardFooter>
      ) : null}
    </Card>
  );
}
