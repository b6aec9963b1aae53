import { type FormatChoice, HOUSE_CHOICE } from "./locale-styles";

const axis = new Intl.NumberFormat("en-US", { notation: "compact", maximumFractionDigits: 1 });
const formats = new Map<string, Intl.NumberFormat>();

/** A plain number with so many decimals, grouped and pointed as the reader does. A minus is U+2212. */
export function formatDecimal(
  value: number,
  decimals: number,
  { locale }: FormatChoice = HOUSE_CHOICE,
  least = decimals,
): string {
  const key = `${locale} ${least} ${decimals}`;
  const format =
    formats.get(key) ??
    new Intl.NumberFormat(locale, { minimumFractionDigits: least, maximumFractionDigits: decimals });
  formats.set(key, format);
  return format.format(value).replace("-", "−");
}

/** A count in full: `1,000`. A negative count takes U+2212. */
export function formatCount(value: number, choice: FormatChoice = HOUSE_CHOICE): string {
  return formatDecimal(value, 0, choice);
}

/** A count on an axis: in full up to 999,999 (`750`, `1,000`), short above (`1.2M`). */
export function formatAxisCount(value: number, choice: FormatChoice = HOUSE_CHOICE): string {
  return Math.abs(value) < 1_000_000 ? formatCount(value, choice) : axis.format(value).replace("-", "−");
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
export function formatPercent(
  ratio: number,
  { decimals = 1, fixed = false }: PercentOptions = {},
  choice: FormatChoice = HOUSE_CHOICE,
): string {
  const step = 10 ** decimals;
  let hundredths = Math.round(ratio * 100 * step) / step;
  if (ratio < 1 && hundredths >= 100) hundredths = 100 - 1 / step;
  return `${formatDecimal(hundredths, decimals, choice, fixed ? decimals : 0)}%`;
}

/** "1 key", "4 keys". `plural` defaults to the noun with an s. */
export function formatQuantity(
  value: number,
  noun: string,
  plural = `${noun}s`,
  choice: FormatChoice = HOUSE_CHOICE,
): string {
  return `${formatCount(value, choice)} ${value === 1 ? noun : plural}`;
}
