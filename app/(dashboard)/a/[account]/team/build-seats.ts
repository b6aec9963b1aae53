import type { Seats } from "@/components/team/types";
import { findTier, publicCatalog } from "@/lib/catalog";
import { pricingPath } from "@/lib/platform/account-path";

export interface SeatFacts {
  readonly tierKey: string;
  readonly used: number;
  readonly limit: number | null;
  readonly held: number;
  readonly currency: string;
  readonly accountSlug: string;
  readonly mayBuy: boolean;
}

/** The seats of a plan, and the cheapest subscription that has more of them. */
export function buildSeats({ tierKey, accountSlug, mayBuy, currency, ...counts }: SeatFacts): Seats {
  return {
    ...counts,
    planName: findTier(tierKey)?.name ?? tierKey,
    next: mayBuy ? findNext(counts.limit, currency, accountSlug) : null,
  };
}

function findNext(limit: number | null, currency: string, accountSlug: string): Seats["next"] {
  if (limit === null) return null;
  const steps = publicCatalog().tiers.flatMap(({ name, limits, prices }) => {
    const seats = limits.find(({ feature }) => feature === "seats");
    const price = prices.find(({ interval }) => interval === "month");
    const amountMinor = price?.amounts[currency];
    if (!seats || amountMinor === undefined || (seats.limit !== null && seats.limit <= limit)) return [];
    return [{ name, limit: seats.limit, amountMinor }];
  });
  const [first] = steps.toSorted((one, other) => one.amountMinor - other.amountMinor);
  return (
    (first && {
      name: first.name,
      limit: first.limit,
      price: { amountMinor: first.amountMinor, currency },
      interval: "a month",
      href: pricingPath(accountSlug),
    }) ??
    null
  );
}
