import type Stripe from "stripe";
import type { Sql, Transaction } from "@/lib/platform/db";
import { catalog as shipped } from "../catalog";
import { listPrices, type Sellable } from "../queries/get-price";
import { lockCatalog } from "../repository";
import type { Catalog } from "../schemas";
import type { CatalogChange } from "./changes";
import { publishLimits } from "./publish-limits";
import { syncPrices } from "./sync-prices";
import { syncProducts } from "./sync-products";

export interface SyncCatalogOptions {
  readonly stripe: Stripe;
  readonly sql: Sql;
  /** Says what would change and changes nothing. */
  readonly dryRun?: boolean;
  /** Told of the changes in the transaction that makes them; not called when nothing changes. */
  readonly onPublished?: (tx: Transaction, changes: readonly CatalogChange[]) => Promise<void>;
  /** Another catalog than the shipped file, with what it sells. */
  readonly catalog?: Catalog;
  readonly prices?: readonly Sellable[];
}

/**
 * Publishes the catalog's limits in the database and its products and prices at Stripe, by lookup key. A
 * second run changes nothing. If it stops halfway, the next run finds what was made and goes on.
 *
 * @returns what changed, in order
 * @throws CatalogVersionError when limits changed without a new version; `StripeError` when Stripe refuses
 */
export async function syncCatalog({
  stripe,
  sql,
  dryRun = false,
  onPublished,
  catalog = shipped,
  prices = listPrices(),
}: SyncCatalogOptions): Promise<readonly CatalogChange[]> {
  return await sql.begin(async (tx) => {
    await lockCatalog(tx);
    const sold = prices.filter((price) => price.mode !== "none");
    const published = await publishLimits(tx, catalog, dryRun);
    const products = await syncProducts({ stripe, catalog, prices: sold, dryRun });
    const changed = await syncPrices({
      stripe,
      tx,
      catalog,
      prices: sold,
      productIds: products.productIds,
      dryRun,
    });
    const changes = [...published, ...products.changes, ...changed];
    if (!dryRun && changes.length > 0) await onPublished?.(tx, changes);
    return changes;
  });
}
