import { listPrices, type Sellable } from "@/lib/catalog";

const MONTHS: Readonly<Record<string, number>> = { month: 1, quarter: 3, year: 12 };

/**
 * How much a tier is worth, to choose between two running subscriptions: what it costs a month in the first
 * currency of the catalog. A tier without a recurring price ranks below every one that has.
 */
export function computeTierRank(tierKey: string, prices: readonly Sellable[] = listPrices()): number {
  const monthly = prices
    .filter((price) => price.tierKey === tierKey && price.mode === "subscription")
    .map((price) => (Object.values(price.amounts)[0] ?? 0) / (MONTHS[price.interval] ?? 1));
  return Math.max(0, ...monthly);
}

/**
 * How much a tier that is bought once is worth, to choose between two purchases: what it costs, in the first
 * currency of the catalog. 0 for a tier that is not sold any more.
 */
export function computePurchaseRank(tierKey: string, prices: readonly Sellable[] = listPrices()): number {
  const once = prices
    .filter((price) => price.tierKey === tierKey && price.mode === "payment")
    .map((price) => Object.values(price.amounts)[0] ?? 0);
  return Math.max(0, ...once);
}
