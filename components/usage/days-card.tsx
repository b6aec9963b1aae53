"use client";

import { ChartColumn, Table2 } from "lucide-react";
import type { ReactNode } from "react";
import { seriesColour } from "@/components/charts/axis-look";
import { ChartTable } from "@/components/charts/chart-table";
import type { ChartTable as Figures } from "@/components/charts/csv";
import { Legend } from "@/components/charts/legend";
import type { Format } from "@/components/format/create-format";
import { useFormat } from "@/components/format/format-provider";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { Empty } from "@/components/ui/empty";
import { ViewTabs } from "@/components/ui/tabs";
import { computeFigures, computeSeriesTotals, groupSeries } from "./compute-history";
import { DaysChart } from "./days-chart";
import type { UsageHistory } from "./types";

/** Counts of each day as chart or table. */
export function DaysCard({ history, emptyAction }: { history: UsageHistory; emptyAction?: ReactNode }) {
  const format = useFormat();
  const { days, series } = groupSeries(history);
  const figures = computeFigures(days);
  const title =
    series.length > 1 ? `${history.label} a day, by ${history.groupedBy}` : `${history.label} a day`;
  if (figures.total === 0) {
    return (
      <Card labelledBy="days-heading">
        <CardHeader title={title} titleId="days-heading" />
        <Empty title="No calls counted yet" actions={emptyAction}>
          Create a key and send one call. It shows here within a second.
        </Empty>
      </Card>
    );
  }
  const totals = computeSeriesTotals(days);
  const summary = describeSummary(history, figures.busiest, format);
  return (
    <Card labelledBy="days-heading">
      <ViewTabs
        label="View"
        head={(tabs) => (
          <CardHeader title={title} titleId="days-heading">
            {tabs}
          </CardHeader>
        )}
        views={[
          {
            value: "chart",
            label: (
              <>
                <ChartColumn aria-hidden className="size-3.5 stroke-2" />
                Chart
              </>
            ),
            content: (
              <CardBody>
                <DaysChart days={days} series={series} top={figures.busiest?.count ?? 0} summary={summary} />
                {series.length > 1 ? (
                  <div className="mt-3">
                    <Legend
                      mark="square"
                      entries={series.map((entry, index) => ({
                        label: entry.label,
                        colour: seriesColour(index),
                        value: totals.get(entry.key) ?? 0,
                      }))}
                    />
                  </div>
                ) : null}
              </CardBody>
            ),
          },
          {
            value: "table",
            label: (
              <>
                <Table2 aria-hidden className="size-3.5 stroke-2" />
                Table
              </>
            ),
            content: (
              <CardBody>
                <ChartTable label={title} table={makeHistoryTable(history, format.formatDay)} />
              </CardBody>
            ),
          },
        ]}
      />
    </Card>
  );
}

/** The figures of the chart in rows; a total column when there is more than one series. */
export function makeHistoryTable(history: UsageHistory, nameDay: (day: string) => string): Figures {
  const many = history.series.length > 1;
  const labels = history.series.map((entry) => entry.label);
  return {
    heads: many ? ["Day", ...labels, "Total"] : ["Day", ...labels],
    rows: history.days.map(({ day, counts }) => {
      const cells = history.series.map((entry) => counts[entry.key] ?? 0);
      const total = cells.reduce((sum, count) => sum + count, 0);
      return many ? [nameDay(day), ...cells, total] : [nameDay(day), ...cells];
    }),
  };
}

function describeSummary(
  history: UsageHistory,
  busiest: { day: string; count: number } | null,
  format: Format,
): string {
  const first = history.days[0]?.day;
  const last = history.days.at(-1)?.day;
  const range = first && last ? `, ${format.formatDateRange(first, last)}` : "";
  const highest = busiest
    ? ` Highest ${format.formatCount(busiest.count)} on ${format.formatWeekday(busiest.day)}.`
    : "";
  return `${history.label} a day${range}.${highest}`;
}
