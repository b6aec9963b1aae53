import type { UsageDay, UsageHistory, UsageSeries } from "./types";

/** Series that keep a colour of their own; the rest is added up as Other. */
const OWN_COLOURS = 6;
const OTHER: UsageSeries = { key: "__other", label: "Other" };

export type HistoryFigures = {
  total: number;
  busiest: { day: string; count: number } | null;
  averagePerDay: number;
};

function sumOf(day: UsageDay): number {
  return Object.values(day.counts).reduce((sum, count) => sum + count, 0);
}

/** Total, busiest day and mean of a range. An empty range has no busiest day. */
export function computeFigures(days: readonly UsageDay[]): HistoryFigures {
  let total = 0;
  let busiest: HistoryFigures["busiest"] = null;
  for (const day of days) {
    const count = sumOf(day);
    total += count;
    if (count > (busiest?.count ?? 0)) busiest = { day: day.day, count };
  }
  return { total, busiest, averagePerDay: days.length === 0 ? 0 : total / days.length };
}

/** Count of each series over the range, by key. */
export function computeSeriesTotals(days: readonly UsageDay[]): ReadonlyMap<string, number> {
  const totals = new Map<string, number>();
  for (const day of days) {
    for (const [key, count] of Object.entries(day.counts)) totals.set(key, (totals.get(key) ?? 0) + count);
  }
  return totals;
}

/** Keeps the six largest series in their given order and adds up the others. */
export function groupSeries(
  history: Pick<UsageHistory, "days" | "series">,
): Pick<UsageHistory, "days" | "series"> {
  const { days, series } = history;
  if (series.length <= OWN_COLOURS + 1) return { days, series };
  const totals = computeSeriesTotals(days);
  const largest = series
    .toSorted((a, b) => (totals.get(b.key) ?? 0) - (totals.get(a.key) ?? 0))
    .slice(0, OWN_COLOURS);
  const kept = series.filter((entry) => largest.includes(entry));
  const keys = new Set(kept.map((entry) => entry.key));
  return {
    series: [...kept, OTHER],
    days: days.map(({ day, counts }) => {
      const grouped: Record<string, number> = { [OTHER.key]: 0 };
      for (const [key, count] of Object.entries(counts)) {
        const target = keys.has(key) ? key : OTHER.key;
        grouped[target] = (grouped[target] ?? 0) + count;
      }
      return { day, counts: grouped };
    }),
  };
}
