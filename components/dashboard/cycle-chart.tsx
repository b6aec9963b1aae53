"use client";

import {
  Area,
  CartesianGrid,
  ComposedChart,
  Line,
  ReferenceDot,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from "recharts";
import { CHART_MOVE_MS, LABEL_LOOK, TICK_LOOK } from "@/components/charts/axis-look";
import { ChartTooltip, type TooltipLine } from "@/components/charts/chart-tooltip";
import { computeCountTicks } from "@/components/charts/compute-ticks";
import { useFormat } from "@/components/format/format-provider";
import { type CycleLine, type CyclePoint, computeTicks } from "./compute-cycle";

export type CycleChartProps = { line: CycleLine; limit: number | null; summary: string };

/** Use is counted by the calendar day of UTC, so the axis names that day to every reader. */
function useDayOf(): (at: number) => string {
  const { formatDay } = useFormat();
  return (at) => formatDay(new Date(at).toISOString().slice(0, 10));
}

/** The running total of a cycle against its limit, and where it leads at this pace. */
export function CycleChart({ line, limit, summary }: CycleChartProps) {
  const { formatAxisCount, formatCount } = useFormat();
  const dayOf = useDayOf();
  const ticks = computeTicks(line.start, line.end, 5);
  const counts = computeCountTicks(line.top, limit);
  const early = shareOf(line, line.today) < 0.25;
  const late = shareOf(line, line.reached ?? line.start) > 0.8;
  return (
    <div className="h-60 max-sm:h-49">
      <ResponsiveContainer width="100%" height="100%">
        <ComposedChart
          data={[...line.points]}
          margin={{ top: 16, right: 4, bottom: 0, left: 0 }}
          title={summary}
          accessibilityLayer
        >
          <CartesianGrid vertical={false} stroke="var(--line)" />
          <XAxis
            dataKey="at"
            type="number"
            domain={[line.start, line.end]}
            ticks={[...ticks]}
            interval="preserveStartEnd"
            minTickGap={24}
            axisLine={false}
            tickLine={false}
            tick={TICK_LOOK}
            tickFormatter={dayOf}
          />
          <YAxis
            width={40}
            domain={[0, Math.max(counts.at(-1) ?? 1, line.top)]}
            ticks={[...counts]}
            interval={0}
            axisLine={false}
            tickLine={false}
            tick={TICK_LOOK}
            tickFormatter={formatAxisCount}
          />
          <Tooltip
            cursor={{ stroke: "var(--line-control)", strokeDasharray: "2 3" }}
            content={({ active, payload }) => {
              const point = payload?.[0]?.payload as CyclePoint | undefined;
              return active && point ? <PointTooltip point={point} /> : null;
            }}
          />
          {limit === null ? null : (
            <ReferenceLine
              y={limit}
              stroke="var(--danger-solid)"
              strokeWidth={1.25}
              label={{ value: "Plan limit", position: "insideBottomLeft", offset: 6, ...LABEL_LOOK }}
            />
          )}
          <Area
            dataKey="used"
            type="linear"
            stroke="var(--meter)"
            strokeWidth={2}
            fill="var(--meter)"
            fillOpacity={0.1}
            animationDuration={CHART_MOVE_MS}
          />
          <Line
            dataKey="expected"
            type="linear"
            stroke="var(--meter)"
            strokeWidth={2}
            strokeDasharray="2 4"
            strokeLinecap="round"
            dot={false}
            connectNulls
            animationDuration={CHART_MOVE_MS}
          />
          <ReferenceDot
            x={line.today}
            y={line.used}
            r={4}
            fill="var(--surface)"
            stroke="var(--meter)"
            strokeWidth={2}
            label={(props) => (
              <DotLabel
                {...readBox(props)}
                text={`${formatCount(line.used)} today`}
                side={early ? "end" : "start"}
                above
              />
            )}
          />
          {line.reached === null || limit === null ? null : (
            <ReferenceDot
              x={line.reached}
              y={limit}
              r={3}
              fill="var(--danger-solid)"
              stroke="none"
              label={(props) => (
                <DotLabel
                  {...readBox(props)}
                  text={dayOf(line.reached ?? 0)}
                  side={late ? "start" : "end"}
                  above={false}
                />
              )}
            />
          )}
        </ComposedChart>
      </ResponsiveContainer>
    </div>
  );
}

const shareOf = (line: CycleLine, at: number) => (at - line.start) / Math.max(1, line.end - line.start);

type Box = { x: number; y: number; width: number; height: number };

/** Where recharts drew a dot; it hands labels a loosely typed box. */
function readBox(props: unknown): Box {
  const box = (props as { viewBox?: Partial<Box> }).viewBox ?? {};
  return { x: box.x ?? 0, y: box.y ?? 0, width: box.width ?? 0, height: box.height ?? 0 };
}

type DotLabelProps = Box & { text: string; side: "start" | "end"; above: boolean };

/** Words beside a dot, on the side that stays inside the chart. */
function DotLabel({ x, y, width, height, text, side, above }: DotLabelProps) {
  const gap = side === "start" ? -8 : 8;
  return (
    <text
      x={x + width / 2 + gap}
      y={y + height / 2 + (above ? -8 : 16)}
      textAnchor={side === "start" ? "end" : "start"}
      {...LABEL_LOOK}
    >
      {text}
    </text>
  );
}

function PointTooltip({ point }: { point: CyclePoint }) {
  const dayOf = useDayOf();
  const lines: TooltipLine[] = [];
  if (point.used !== null) lines.push({ label: "Used", value: point.used, colour: "var(--meter)" });
  else if (point.expected !== null) {
    lines.push({ label: "Expected", value: point.expected, colour: "var(--meter)" });
  }
  return <ChartTooltip title={dayOf(point.at)} lines={lines} />;
}
