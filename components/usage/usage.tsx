"use client";

import { Download } from "lucide-react";
import { downloadCsv } from "@/components/charts/csv";
import type { Format } from "@/components/format/create-format";
import { useFormat } from "@/components/format/format-provider";
import { Button } from "@/components/ui/button";
import { ButtonLink } from "@/components/ui/button-link";
import { Card } from "@/components/ui/card";
import { NoValue } from "@/components/ui/no-value";
import { PageHeader } from "@/components/ui/page-header";
import { Stat, StatBar } from "@/components/ui/stat-bar";
import { BreakdownCard } from "./breakdown-card";
import { computeFigures } from "./compute-history";
import { DaysCard, makeHistoryTable } from "./days-card";
import type { LimitReading, UsageChoice, UsageHistory } from "./types";
import { UsageFilters } from "./usage-filters";

export type UsageProps = {
  history: UsageHistory;
  features: readonly UsageChoice[];
  ranges: readonly UsageChoice[];
  /** Value of the range in sight. */
  range: string;
  now: string;
  apiKeysHref?: string | null | undefined;
};

/** One feature over a range of days: figures, chart or table, and who used it. */
export function Usage({ history, features, ranges, range, now, apiKeysHref = null }: UsageProps) {
  const format = useFormat();
  const figures = computeFigures(history.days);
  const { reading } = history;
  return (
    <>
      <PageHeader
        title={history.label}
        actions={
          <Button
            icon={<Download aria-hidden className="size-3.5 stroke-2" />}
            disabledReason={history.days.length === 0 ? "There are no days to export." : null}
            onClick={() =>
              downloadCsv(
                `${history.feature}-by-day.csv`,
                makeHistoryTable(history, (day) => day),
              )
            }
          >
            Export CSV
          </Button>
        }
      >
        {history.definition}
      </PageHeader>
      <UsageFilters features={features} ranges={ranges} feature={history.feature} range={range} />
      <Card label="Figures">
        <StatBar>
          <Stat
            label="Used now"
            value={format.formatCount(reading.used)}
            detail={describeLimit(reading, format)}
          />
          <Stat
            label="In these days"
            value={format.formatCount(figures.total)}
            detail={describeDays(history, format)}
          />
          <Stat
            label="Busiest day"
            value={figures.busiest ? format.formatCount(figures.busiest.count) : <NoValue />}
            detail={figures.busiest ? format.formatWeekday(figures.busiest.day) : null}
          />
          <Stat label="Average a day" value={formatAverage(figures.averagePerDay, format)} />
          {history.fromCredits === null ? null : (
            <Stat
              label="From credits"
              value={format.formatCount(history.fromCredits)}
              detail={reading.limit === null ? null : `starts above ${format.formatCount(reading.limit)}`}
            />
          )}
        </StatBar>
      </Card>
      <DaysCard
        history={history}
        emptyAction={apiKeysHref ? <ButtonLink href={apiKeysHref}>Create a key</ButtonLink> : null}
      />
      <BreakdownCard rows={history.breakdown} groupedBy={history.groupedBy} now={now} />
    </>
  );
}

function describeLimit(reading: LimitReading, format: Format): string {
  if (reading.limit === null) return "unlimited on this plan";
  if (reading.limit === 0) return "not on this plan";
  return `of ${format.formatCount(reading.limit)}, ${format.formatPercent(reading.used / reading.limit)}`;
}

function describeDays(history: UsageHistory, format: Format): string | null {
  const first = history.days[0]?.day;
  const last = history.days.at(-1)?.day;
  return first && last ? `${format.formatDay(first)} to ${format.formatDay(last)}` : null;
}

function formatAverage(value: number, format: Format): string {
  return value > 0 && value < 10 ? value.toFixed(1) : format.formatCount(value);
}
