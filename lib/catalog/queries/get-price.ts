import { invalidRequest } from "@/lib/platform/errors";
import { catalog } from "../catalog";
import type { Interval } from "../schemas";

/** What can be bought under one key: a tier's price or a credit pack. */
export interface Sellable {
  readonly key: string;
  /** The tier it gives; `credits` for packs. */
  readonly tierKey: string;
  /** What the buyer reads on the invoice. */
  readonly name: string;
  readonly interval: Interval;
  /** `subscription` renews, `payment` is paid once, `none` is free and unknown to the provider. */
  readonly mode: "none" | "subscription" | "payment";
  /** Whole minor units by lower-case currency. */
  readonly amounts: Readonly<Record<string, number>>;
  readonly trialDays: number | null;
  /** Credits in the pack; null for tiers. */
  readonly credits: number | null;
}

/** The tier key under which credit packs are sold. */
export const CREDITS = "credits";

let sellables: ReadonlyMap<string, Sellable> | undefined;

function all(): ReadonlyMap<string, Sellable> {
  sellables ??= new Map(
    [
      ...catalog.prices.map(
        (price): Sellable => ({
          key: price.key,
          tierKey: price.tier,
          name: catalog.tiers.find((tier) => tier.key === price.tier)?.name ?? price.tier,
          interval: price.interval,
          mode: modeOf(price.interval),
          amounts: price.amounts,
          trialDays: price.trialDays ?? null,
          credits: null,
        }),
      ),
      ...catalog.packs.map(
        (pack): Sellable => ({
          key: pack.key,
          tierKey: CREDITS,
          name: pack.name,
          interval: "once",
          mode: "payment",
          amounts: pack.amounts,
          trialDays: null,
          credits: pack.credits,
        }),
      ),
    ].map((sellable) => [sellable.key, sellable]),
  );
  return sellables;
}

const modeOf = (interval: Interval): Sellable["mode"] => {
  if (interval === "none") return "none";
  return interval === "once" ? "payment" : "subscription";
};

/** The price or pack of a key, or null when this catalog does not sell it. */
export function findPrice(key: string): Sellable | null {
  return all().get(key) ?? null;
}

/** @throws DomainError INVALID_REQUEST that names the keys there are */
export function getPrice(key: string): Sellable {
  const price = findPrice(key);
  if (price) return price;
  throw invalidRequest(`There is no price ${key}. There are ${[...all().keys()].join(", ")}.`, [
    { path: "price", message: "Unknown price." },
  ]);
}

/** All prices and packs in the order of the file. */
export function listPrices(): readonly Sellable[] {
  return [...all().values()];
}
