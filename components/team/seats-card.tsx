"use client";

import { useFormat } from "@/components/format/format-provider";
import { ButtonLink } from "@/components/ui/button-link";
import { Card, CardBody } from "@/components/ui/card";
import { Meter } from "@/components/ui/meter";
import { computeFreeSeats, describeSeats } from "./describe-seats";
import type { Seats } from "./types";

export type SeatsCardProps = { seats: Seats; mayManage: boolean };

/** How many seats the plan has, how many are taken, and the plan's next step when none is free. */
export function SeatsCard({ seats, mayManage }: SeatsCardProps) {
  const format = useFormat();
  const { used, limit, planName, next } = seats;
  const full = computeFreeSeats(seats) === 0;
  return (
    <Card label="Seats">
      <CardBody className="grid items-center gap-x-10 gap-y-4 pt-5 sm:grid-cols-2">
        {limit === null ? (
          <p className="font-medium">{format.formatQuantity(used, "person", "people")}</p>
        ) : (
          <Meter label="Seats" used={used} limit={limit} kind="gauge" note={`${planName} has ${limit}`} />
        )}
        <div className="flex flex-wrap items-center justify-between gap-4">
          <p className="min-w-0 flex-1 basis-60 text-muted text-sm">
            {describeSeats(seats, mayManage, format)}
          </p>
          {full && mayManage && next ? (
            <ButtonLink href={next.href} size="sm">
              See {next.name}
            </ButtonLink>
          ) : null}
        </div>
      </CardBody>
    </Card>
  );
}
