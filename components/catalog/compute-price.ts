import type { Money } from "@/components/format/types";
import type { Amounts, CatalogPlan, CatalogPrice, PriceInterval } from "./types";

/** Interval of the switch; plans without it show the price they have. */
export type SwitchInterval = "month" | "year";

/** The price of a plan for the chosen interval, else its first. Null when the plan has no price at all. */
export function choosePrice(plan: CatalogPlan, interval: SwitchInterval): CatalogPrice | null {
  return plan.prices.find((price) => price.interval === interval) ?? plan.prices[0] ?? null;
}

/** Amount in a currency; null when it is not sold in it. */
export function findAmount(amounts: Amounts, currency: string): Money | null {
  const amountMinor = amounts[currency.toLowerCase()];
  return amountMinor === undefined ? null : { amountMinor, currency };
}

const PER: Readonly<Record<PriceInterval, string>> = {
  none: "no card needed",
  once: "once",
  month: "a month",
  quarter: "every 3 months",
  year: "a year",
};

/** "a month", "every 3 months". */
export function describeInterval(interval: PriceInterval): string {
  return PER[interval];
}

/** Whole months saved by paying yearly, by the plan that saves least; 0 when none offers both. */
export function computeFreeMonths(plans: readonly CatalogPlan[], currency: string): number {
  const savings = plans.flatMap((plan) => {
    const month = findAmount(
      plan.prices.find((price) => price.interval === "month")?.amounts ?? {},
      currency,
    );
    const year = findAmount(plan.prices.find((price) => price.interval === "year")?.amounts ?? {}, currency);
    if (!month || !year || month.amountMinor <= 0) return [];
    return [Math.floor((12 * month.amountMinor - year.amountMinor) / month.amountMinor)];
  });
  return savings.length === 0 ? 0 : Math.max(0, Math.min(...savings));
}

/** Plans from the cheapest first price to the dearest, the order of the comparison. */
export function sortByPrice(plans: readonly CatalogPlan[], currency: string): readonly CatalogPlan[] {
  const first = (plan: CatalogPlan) => findAmount(plan.prices[0]?.amounts ?? {}, currency)?.amountMinor ?? 0;
  return plans.toSorted((a, b) => first(a) - first(b));
}
