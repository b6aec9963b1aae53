"use client";

import { Download } from "lucide-react";
import { useId, useState } from "react";
import { ChartTable } from "@/components/charts/chart-table";
import { downloadCsv } from "@/components/charts/csv";
import { Legend } from "@/components/charts/legend";
import type { Format } from "@/components/format/create-format";
import { useFormat } from "@/components/format/format-provider";
import { Button } from "@/components/ui/button";
import { ButtonLink } from "@/components/ui/button-link";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { Empty } from "@/components/ui/empty";
import { computeCycle } from "./compute-cycle";
import { CycleChart } from "./cycle-chart";
import type { CycleUsage } from "./types";

export type CycleCardProps = { cycle: CycleUsage; now: string; createKeyHref: string | null };

/** One feature's use in the current cycle: a chart, or the same figures as a table. */
export function CycleCard({ cycle, now, createKeyHref }: CycleCardProps) {
  const format = useFormat();
  const headingId = useId();
  const [asTable, setAsTable] = useState(false);
  const line = computeCycle(cycle, now);
  const title = `${cycle.label} this cycle`;
  if (line.used === 0) {
    return (
      <Card labelledBy={headingId}>
        <CardHeader title={title} titleId={headingId} />
        <Empty
          title="No calls counted yet"
          actions={createKeyHref ? <ButtonLink href={createKeyHref}>Create a key</ButtonLink> : null}
        >
          Create a key and send one call. It shows here within a second.
        </Empty>
      </Card>
    );
  }
  const summary = describeCycle(cycle, line.used, format);
  const table = {
    heads: ["Day", "Used", "Total"],
    rows: cycle.days.map(({ day, used }, index) => [
      format.formatDay(day),
      used,
      cycle.days.slice(0, index + 1).reduce((sum, entry) => sum + entry.used, 0),
    ]),
  };
  return (
    <Card labelledBy={headingId}>
      <CardHeader title={title} titleId={headingId} description={describePace(cycle, format)} />
      <CardBody>
        {asTable ? (
          <ChartTable label={title} table={table} />
        ) : (
          <CycleChart line={line} limit={cycle.limit} summary={summary} />
        )}
        <div className="mt-3 flex flex-wrap items-center justify-between gap-2">
          <Legend mark="line" entries={[{ label: "Used, then expected", colour: "var(--meter)" }]} />
          <div className="flex gap-1">
            <Button size="xs" variant="quiet" onClick={() => setAsTable(!asTable)}>
              {asTable ? "Show as chart" : "Show as table"}
            </Button>
            <Button
              size="xs"
              variant="quiet"
              icon={<Download aria-hidden className="size-3.5 stroke-2" />}
              onClick={() =>
                downloadCsv(`${cycle.label.toLowerCase().replaceAll(" ", "-")}-this-cycle.csv`, table)
              }
            >
              CSV
            </Button>
          </div>
        </div>
      </CardBody>
    </Card>
  );
}

function describeCycle(cycle: CycleUsage, used: number, format: Format): string {
  const of = cycle.limit === null ? "" : ` of ${format.formatCount(cycle.limit)}`;
  return `${cycle.label} since ${format.formatDay(cycle.periodStart)}: ${format.formatCount(used)}${of}. ${describePace(cycle, format)}`;
}

function describePace(cycle: CycleUsage, format: Format): string {
  const ends = format.formatDay(cycle.periodEnd);
  if (cycle.limit === null) return `Without a limit. The cycle ends on ${ends}.`;
  if (cycle.limitReachedAt === null) {
    return `At this pace you stay below ${format.formatCount(cycle.limit)} until the cycle ends on ${ends}.`;
  }
  return `At this pace you reach ${format.formatCount(cycle.limit)} on ${format.formatDay(cycle.limitReachedAt)}.`;
}
