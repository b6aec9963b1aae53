/** Marks of an axis: 11 px, faint. */
export const TICK_LOOK = { fontSize: 11, fill: "var(--faint)" } as const;

/** Words inside a chart. */
export const LABEL_LOOK = { fontSize: 11, fontWeight: 500, fill: "var(--text)" } as const;

/** Colours of series in order. A series keeps its colour across a page; past six the rest is Other. */
const SERIES = ["--c1", "--c2", "--c3", "--c4", "--c5", "--c6", "--c7"] as const;
const OTHER = "--c8";

/** CSS colour of the series at `index`. */
export function seriesColour(index: number): string {
  return `var(${SERIES[index] ?? OTHER})`;
}

/** Length of chart movements in ms; recharts stands still under reduced motion by itself. */
export const CHART_MOVE_MS = 240;
