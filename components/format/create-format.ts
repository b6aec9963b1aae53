import {
  formatDate,
  formatDateRange,
  formatDateTime,
  formatDay,
  formatRelative,
  formatReset,
  formatTime,
  formatWeekday,
  formatWhen,
} from "./format-date";
import { formatMoney, formatUnitPrice, type MoneySign, splitMoney } from "./format-money";
import {
  formatAxisCount,
  formatCount,
  formatPercent,
  formatQuantity,
  type PercentOptions,
} from "./format-number";
import type { FormatChoice } from "./locale-styles";
import type { Money } from "./types";

/** Everything that writes numbers, money and dates, for one reader. */
export function createFormat(choice: FormatChoice) {
  return {
    formatDate: (iso: string) => formatDate(iso, choice),
    formatDay: (iso: string) => formatDay(iso, choice),
    formatWeekday: (iso: string) => formatWeekday(iso, choice),
    formatTime: (iso: string) => formatTime(iso, choice),
    formatDateTime: (iso: string) => formatDateTime(iso, choice),
    formatDateRange: (fromIso: string, toIso: string) => formatDateRange(fromIso, toIso, choice),
    formatWhen: (iso: string, nowIso: string) => formatWhen(iso, nowIso, choice),
    formatRelative: (iso: string, nowIso: string) => formatRelative(iso, nowIso, choice),
    formatReset: (resetsAt: string | null, nowIso: string) => formatReset(resetsAt, nowIso, choice),
    formatCount: (value: number) => formatCount(value, choice),
    formatAxisCount: (value: number) => formatAxisCount(value, choice),
    formatPercent: (ratio: number, options?: PercentOptions) => formatPercent(ratio, options, choice),
    formatQuantity: (value: number, noun: string, plural?: string) =>
      formatQuantity(value, noun, plural, choice),
    splitMoney: (money: Money, sign?: MoneySign) => splitMoney(money, sign, choice),
    formatMoney: (money: Money, sign?: MoneySign) => formatMoney(money, sign, choice),
    formatUnitPrice: (total: Money, count: number) => formatUnitPrice(total, count, choice),
  };
}

export type Format = ReturnType<typeof createFormat>;
