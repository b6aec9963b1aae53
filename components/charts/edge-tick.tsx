import { TICK_LOOK } from "./axis-look";

export type EdgeTickProps = {
  x?: number | string;
  y?: number | string;
  index?: number;
  payload?: { value: number };
  /** How many marks there are, to know the last. */
  count: number;
  format: (value: number) => string;
};

/** A mark of the bottom axis; the first and the last stay inside the chart. */
export function EdgeTick({ x = 0, y = 0, index = 0, payload, count, format }: EdgeTickProps) {
  const anchor = index === 0 ? "start" : index === count - 1 ? "end" : "middle";
  return (
    <text x={x} y={y} dy={12} textAnchor={anchor} className="tabular-nums" {...TICK_LOOK}>
      {payload ? format(payload.value) : ""}
    </text>
  );
}
