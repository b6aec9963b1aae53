const counts = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });
const axis = new Intl.NumberFormat("en-US", { notation: "compact", maximumFractionDigits: 1 });

/** A count in full: `1,000`. A negative count takes U+2212. */
export function formatCount(value: number): string {
  return counts.format(value).replace("-", "−");
}

/** A count on an axis: in full up to 999,999 (`750`, `1,000`), short above (`1.2M`). */
export function formatAxisCount(value: number): string {
  return Math.abs(value) < 1_000_000 ? formatCount(value) : axis.format(value).replace("-", "−");
}

export type PercentOptions = {
  /** Decimals shown; 1 unless told, 2 for churn and growth. */
  decimals?: number;
  /** Keep trailing zeros, as columns of a table do. */
  fixed?: boolean;
};

/**
 * A ratio as a percentage: `0.846` gives `84.6%`, `0.9` gives `90%` (`90.0%` when fixed).
 * A ratio below 1 never rounds up to 100 %, so that "full" means full.
 */
export function formatPercent(ratio: number, { decimals = 1, fixed = false }: PercentOptions = {}): string {
  const step = 10 ** decimals;
  let hundredths = Math.round(ratio * 100 * step) / step;
  if (ratio < 1 && hundredths >= 100) hundredths = 100 - 1 / step;
  const text = hundredths.toFixed(decimals);
  const shown = fixed || decimals === 0 ? text : text.replace(/\.?0+$/, "");
  return `${shown.replace("-", "−")}%`;
}

/** "1 key", "4 keys". `plural` defaults to the noun with an s. */
export function formatQuantity(value: number, noun: string, plural = `${noun}s`): string {
  return `${formatCount(value)} ${value === 1 ? noun : plural}`;
}
