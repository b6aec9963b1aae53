import type Stripe from "stripe";
import type { Transaction } from "@/lib/platform/db";
import { computeTierLimits } from "../compute/compute-limit";
import type { Sellable } from "../queries/get-price";
import {
  listAllProviderPrices,
  listPublishedLimits,
  type ProviderPrice,
  retireProviderPrice,
  storeProviderPrice,
} from "../repository";
import type { Catalog } from "../schemas";
import type { CatalogChange } from "./changes";
import {
  describePrice,
  findPriceDifference,
  idempotencyKey,
  planMetadata,
  planPrice,
  productIdOf,
} from "./plan-price";
import { line } from "./publish-limits";

/** Stripe takes at most this many lookup keys in one list call. */
const LOOKUP_KEYS_A_CALL = 10;

export interface PriceSync {
  readonly stripe: Stripe;
  readonly tx: Transaction;
  readonly catalog: Catalog;
  readonly prices: readonly Sellable[];
  /** Product id by price key. */
  readonly productIds: ReadonlyMap<string, string>;
  readonly dryRun: boolean;
}

/** Brings Stripe's prices and `provider_prices` to what the catalog says. Returns what changed. */
export async function syncPrices(sync: PriceSync): Promise<readonly CatalogChange[]> {
  const found = await findByLookupKey(
    sync.stripe,
    sync.prices.map((price) => price.key),
  );
  const stored = await listAllProviderPrices(sync.tx);
  const terms = await readTerms(sync);
  const changes: CatalogChange[] = [];
  for (const price of sync.prices) {
    changes.push(...(await syncPrice(sync, price, found.get(price.key) ?? null, stored, terms)));
  }
  const sold = new Set(sync.prices.map((price) => price.key));
  for (const gone of stored.filter((row) => row.active && !sold.has(row.priceKey))) {
    if (!sync.dryRun) {
      await sync.stripe.prices.update(gone.providerPriceId, { active: false });
      await retireProviderPrice(sync.tx, gone.providerPriceId);
    }
    changes.push({
      kind: "archive_price",
      key: gone.priceKey,
      detail: `${gone.providerPriceId}, no longer in the catalog`,
    });
  }
  return changes;
}

async function syncPrice(
  sync: PriceSync,
  price: Sellable,
  found: Stripe.Price | null,
  stored: readonly ProviderPrice[],
  terms: Terms,
): Promise<readonly CatalogChange[]> {
  const { stripe, tx, catalog, dryRun } = sync;
  const productId = sync.productIds.get(price.key) ?? "";
  const wanted = planPrice(price, productId, catalog.currencies, catalog.version);
  const words = describePrice(price, catalog.currencies);
  const reason = found && (findPriceDifference(found, wanted) ?? terms.difference(price, found));

  if (found && !reason) {
    const version = terms.versionOf(price, found) ?? catalog.version;
    const known = stored.find((row) => row.providerPriceId === found.id);
    const changes: CatalogChange[] = [];
    const metadata = planMetadata(price, version);
    if (Object.entries(metadata).some(([name, value]) => found.metadata[name] !== value)) {
      if (!dryRun) await stripe.prices.update(found.id, { metadata });
      changes.push({ kind: "update_price", key: price.key, detail: `${found.id}, its metadata` });
    }
    if (!known?.active || known.providerProductId !== productIdOf(found)) {
      if (!dryRun) await store(tx, price, found.id, productId, version);
      changes.push({ kind: "link_price", key: price.key, detail: found.id });
    }
    return changes;
  }

  if (dryRun) {
    return [
      found
        ? { kind: "replace_price", key: price.key, detail: `${words}: ${reason}` }
        : { kind: "create_price", key: price.key, detail: words },
    ];
  }
  const params: Stripe.PriceCreateParams = { ...wanted, transfer_lookup_key: true };
  const created = await stripe.prices.create(params, {
    idempotencyKey: idempotencyKey(price.key, { params, replaces: found?.id ?? null }),
  });
  if (found?.active) await stripe.prices.update(found.id, { active: false });
  await store(tx, price, created.id, productId, catalog.version);
  return [
    found
      ? {
          kind: "replace_price",
          key: price.key,
          detail: `${words}: ${reason}; ${found.id} archived, now ${created.id}`,
        }
      : { kind: "create_price", key: price.key, detail: `${words}: ${created.id}` },
  ];
}

const store = (
  tx: Transaction,
  price: Sellable,
  providerPriceId: string,
  providerProductId: string,
  catalogVersion: number,
): Promise<void> =>
  storeProviderPrice(tx, {
    providerPriceId,
    providerProductId,
    priceKey: price.key,
    tierKey: price.tierKey,
    catalogVersion,
  });

async function findByLookupKey(
  stripe: Stripe,
  keys: readonly string[],
): Promise<ReadonlyMap<string, Stripe.Price>> {
  const found = new Map<string, Stripe.Price>();
  for (let start = 0; start < keys.length; start += LOOKUP_KEYS_A_CALL) {
    const page = await stripe.prices.list({
      lookup_keys: keys.slice(start, start + LOOKUP_KEYS_A_CALL),
      limit: 100,
      expand: ["data.currency_options"],
    });
    for (const price of page.data) if (price.lookup_key) found.set(price.lookup_key, price);
  }
  return found;
}

/** Which version a price at Stripe was sold under, and whether the tier has other limits now. */
interface Terms {
  versionOf(price: Sellable, found: Stripe.Price): number | null;
  difference(price: Sellable, found: Stripe.Price): string | null;
}

/**
 * A price id stands for the limits it was sold with, so that a subscription tells by its price what its owner
 * is entitled to. A tier whose limits changed therefore gets a new price, even at the same amount; one whose
 * limits are the same in both versions keeps its price.
 */
async function readTerms({ tx, catalog }: PriceSync): Promise<Terms> {
  const published = await listPublishedLimits(tx);
  const limitsOf = (version: number, { tierKey }: Sellable): string =>
    published
      .filter((row) => row.catalogVersion === version && row.tierKey === tierKey)
      .map((row) => line(tierKey, { ...row, limit: row.limitValue }))
      .sort()
      .join("\n");
  // From the file, since a dry run has not published it.
  const current = new Map(
    catalog.tiers.map((tier) => [
      tier.key,
      computeTierLimits(catalog.features, tier)
        .map((limit) => line(tier.key, limit))
        .sort()
        .join("\n"),
    ]),
  );
  const terms: Terms = {
    versionOf(_price, found) {
      const version = Number(found.metadata["catalog_version"]);
      return Number.isInteger(version) && version > 0 ? version : null;
    },
    difference(price, found) {
      if (price.credits !== null) return null;
      const version = terms.versionOf(price, found);
      if (version === null || version === catalog.version) return null;
      if (limitsOf(version, price) === "") return `catalog version ${version} is not published here`;
      return limitsOf(version, price) === current.get(price.tierKey)
        ? null
        : `limits of ${price.tierKey} changed in version ${catalog.version}`;
    },
  };
  return terms;
}
