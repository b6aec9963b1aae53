import { formatDecimal } from "./format-number";
import { type FormatChoice, HOUSE_CHOICE } from "./locale-styles";
import type { Money } from "./types";

/** `auto` prints `−` for losses only; `always` also prints `+` for gains; `never` drops the sign. */
export type MoneySign = "auto" | "always" | "never";

export type MoneyParts = {
  /** "", "−" (U+2212) or "+". */
  sign: string;
  /** Currency symbol and major units: "$1,490". */
  major: string;
  /** Decimal point and minor units: ".90"; empty when the currency shows none. */
  minor: string;
  /** What stands after the amount: " €" in German; mostly empty. */
  suffix: string;
};

const MINUS = "−";

/** Currencies whose whole amounts are written without minor units. */
const BARE_WHEN_WHOLE = new Set(["INR"]);

function minorDigitsOf(currency: string): number {
  const format = new Intl.NumberFormat(HOUSE_CHOICE.locale, { style: "currency", currency });
  return format.resolvedOptions().maximumFractionDigits ?? 2;
}

/**
 * Splits an amount for printing: two decimals for USD and GBP, none for whole INR.
 * @throws RangeError when the currency is not a well-formed ISO 4217 code or the amount is not an integer.
 */
export function splitMoney(
  money: Money,
  sign: MoneySign = "auto",
  choice: FormatChoice = HOUSE_CHOICE,
): MoneyParts {
  if (!Number.isSafeInteger(money.amountMinor)) {
    throw new RangeError(`Money must be an integer of minor units, got ${money.amountMinor}.`);
  }
  const currency = money.currency.toUpperCase();
  const digits = minorDigitsOf(currency);
  const unit = 10 ** digits;
  const size = Math.abs(money.amountMinor);
  const whole = Math.trunc(size / unit);
  const rest = size % unit;
  const bare = digits === 0 || (rest === 0 && BARE_WHEN_WHOLE.has(currency));
  const parts = new Intl.NumberFormat(choice.locale, {
    style: "currency",
    currency,
    currencyDisplay: "narrowSymbol",
    maximumFractionDigits: 0,
    minimumFractionDigits: 0,
  }).formatToParts(whole);
  const end = parts.findLastIndex(({ type }) => type === "integer") + 1;
  const textOf = (some: readonly Intl.NumberFormatPart[]) => some.map(({ value }) => value).join("");
  // The point alone: the digits are ours, so that no cent is lost to a float.
  const point = formatDecimal(0.5, 1, choice).slice(1, 2);
  const minor = bare ? "" : `${point}${String(rest).padStart(digits, "0")}`;
  return {
    sign: signOf(money.amountMinor, sign),
    major: textOf(parts.slice(0, end)),
    minor,
    suffix: textOf(parts.slice(end)),
  };
}

function signOf(amountMinor: number, sign: MoneySign): string {
  if (sign === "never" || amountMinor === 0) return "";
  if (amountMinor < 0) return MINUS;
  return sign === "always" ? "+" : "";
}

/** One string: `$1,490.00`, `₹1,490`, `−$5.96`. Throws like {@link splitMoney}. */
export function formatMoney(
  money: Money,
  sign: MoneySign = "auto",
  choice: FormatChoice = HOUSE_CHOICE,
): string {
  const parts = splitMoney(money, sign, choice);
  return `${parts.sign}${parts.major}${parts.minor}${parts.suffix}`;
}

/** Adds amounts of one currency. Throws when the currencies differ: two currencies are never summed. */
export function addMoney(first: Money, second: Money): Money {
  if (first.currency.toUpperCase() !== second.currency.toUpperCase()) {
    throw new RangeError(`Cannot add ${second.currency} to ${first.currency}.`);
  }
  return { amountMinor: first.amountMinor + second.amountMinor, currency: first.currency };
}

const SMALL_UNITS: Readonly<Record<string, string>> = { USD: "¢", GBP: "p" };

/** Price of one of many, for packs: `13.0¢`, `10.0p`, `₹9.99`. Rounded for reading, never charged. */
export function formatUnitPrice(total: Money, count: number, choice: FormatChoice = HOUSE_CHOICE): string {
  const each = total.amountMinor / count;
  const currency = total.currency.toUpperCase();
  const small = SMALL_UNITS[currency];
  if (small && each < 100) return `${formatDecimal(each, 1, choice)}${small}`;
  return formatMoney({ amountMinor: Math.round(each), currency }, "auto", choice);
}
