"use client";

import { Bar, BarChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import { CHART_MOVE_MS, seriesColour, TICK_LOOK } from "@/components/charts/axis-look";
import { ChartTooltip } from "@/components/charts/chart-tooltip";
import { computeCountTicks } from "@/components/charts/compute-ticks";
import { useFormat } from "@/components/format/format-provider";
import type { UsageDay, UsageSeries } from "./types";

export type DaysChartProps = {
  days: readonly UsageDay[];
  series: readonly UsageSeries[];
  /** Highest day. */
  top: number;
  summary: string;
};

/** Counts a day, one bar a day, one colour a series. */
export function DaysChart({ days, series, top, summary }: DaysChartProps) {
  const { formatAxisCount, formatDay } = useFormat();
  const counts = computeCountTicks(Math.max(1, top), null);
  return (
    <div className="h-70 max-sm:h-50">
      <ResponsiveContainer width="100%" height="100%">
        <BarChart
          data={[...days]}
          margin={{ top: 8, right: 0, bottom: 0, left: 0 }}
          barCategoryGap="16%"
          title={summary}
          accessibilityLayer
        >
          <CartesianGrid vertical={false} stroke="var(--line)" />
          <XAxis
            dataKey="day"
            interval="equidistantPreserveStart"
            minTickGap={24}
            axisLine={false}
            tickLine={false}
            tick={TICK_LOOK}
            tickFormatter={formatDay}
          />
          <YAxis
            width={32}
            domain={[0, counts.at(-1) ?? 1]}
            ticks={[...counts]}
            interval={0}
            axisLine={false}
            tickLine={false}
            tick={TICK_LOOK}
            tickFormatter={formatAxisCount}
          />
          <Tooltip
            cursor={{ fill: "var(--hover)" }}
            content={({ active, payload }) => {
              const day = payload?.[0]?.payload as UsageDay | undefined;
              return active && day ? <DayTooltip day={day} series={series} /> : null;
            }}
          />
          {series.map((entry, index) => (
            <Bar
              key={entry.key}
              dataKey={(day: UsageDay) => day.counts[entry.key] ?? 0}
              name={entry.label}
              stackId="day"
              fill={seriesColour(index)}
              stroke="var(--surface)"
              strokeWidth={1}
              animationDuration={CHART_MOVE_MS}
            />
          ))}
        </BarChart>
      </ResponsiveContainer>
    </div>
  );
}

function DayTooltip({ day, series }: { day: UsageDay; series: readonly UsageSeries[] }) {
  const { formatWeekday } = useFormat();
  const lines = series.map((entry, index) => ({
    label: entry.label,
    value: day.counts[entry.key] ?? 0,
    colour: seriesColour(index),
  }));
  const total = lines.reduce((sum, line) => sum + line.value, 0);
  return (
    <ChartTooltip title={formatWeekday(day.day)} lines={lines} total={lines.length > 1 ? total : null} />
  );
}
