import type Stripe from "stripe";

/** What we know of a provider's price, from `provider_prices`. */
export interface KnownPrice {
  readonly priceKey: string;
  readonly tierKey: string;
  readonly catalogVersion: number;
}

/** Finds what a provider's price stands for in our catalog. */
export interface PriceBook {
  readonly known: ReadonlyMap<string, KnownPrice>;
  /** Version that new rows without a known price are booked under. */
  readonly currentVersion: number;
  /** Amount in minor units by price id and currency, where the price's own currency is another. */
  readonly foreignAmounts: ReadonlyMap<string, Readonly<Record<string, number | null>>>;
}

/**
 * A price that was not made by `catalog:sync`, such as one made by hand at the provider, is booked under its
 * lookup key or id and gives the free tier: nobody gets a plan that the catalog does not name, and the money
 * still shows.
 */
export function readPrice(book: PriceBook, price: Pick<Stripe.Price, "id" | "lookup_key">): KnownPrice {
  return (
    book.known.get(price.id) ?? {
      priceKey: price.lookup_key ?? price.id,
      tierKey: "free",
      catalogVersion: book.currentVersion,
    }
  );
}
