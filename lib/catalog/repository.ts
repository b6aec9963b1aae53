import { database, type Queryable, type Transaction } from "@/lib/platform/db";
import type { Limit } from "./compute/compute-limit";

/** A limit as it was published. */
export interface PublishedLimit {
  readonly tierKey: string;
  readonly feature: string;
  readonly kind: string;
  readonly reset: string;
  readonly limitValue: number | null;
  readonly choice: string | null;
  readonly overageMicros: number | null;
}

export interface ProviderPrice {
  readonly providerPriceId: string;
  readonly providerProductId: string;
  readonly priceKey: string;
  readonly tierKey: string;
  readonly catalogVersion: number;
  readonly active: boolean;
}

/** Keeps two syncs from running at once, until the transaction ends. */
export async function lockCatalog(tx: Transaction): Promise<void> {
  await tx`select pg_advisory_xact_lock(hashtext('meterhouse.catalog'))`;
}

/** The published versions with their digests, oldest first. */
export async function listPublishedVersions(
  sql: Queryable,
): Promise<readonly { version: number; digest: string }[]> {
  return await sql`select version, digest from catalog_versions order by version`;
}

/** The limits of every published version, or of one. */
export async function listPublishedLimits(
  sql: Queryable,
  version: number | null = null,
): Promise<readonly (PublishedLimit & { catalogVersion: number })[]> {
  return await sql<(PublishedLimit & { catalogVersion: number })[]>`
    select catalog_version, tier_key, feature, kind, reset, limit_value, choice, overage_micros
    from plan_limits
    where ${version}::integer is null or catalog_version = ${version}
    order by catalog_version, tier_key, feature`;
}

/** Publishes a version. The primary keys refuse to publish it again. */
export async function insertVersion(
  tx: Transaction,
  version: number,
  digest: string,
  tiers: readonly { readonly key: string; readonly limits: readonly Limit[] }[],
): Promise<void> {
  const rows = tiers.flatMap(({ key, limits }) =>
    limits.map((limit) => ({
      catalogVersion: version,
      tierKey: key,
      feature: limit.feature,
      kind: limit.kind,
      reset: limit.reset,
      limitValue: limit.limit,
      choice: limit.choice,
      overageMicros: limit.overageMicros,
    })),
  );
  await tx`insert into catalog_versions (version, digest) values (${version}, ${digest})`;
  await tx`insert into plan_limits ${tx(rows)}`;
}

/** Every price of ours that Stripe knows, active or not. */
export async function listAllProviderPrices(sql: Queryable): Promise<readonly ProviderPrice[]> {
  return await sql<ProviderPrice[]>`
    select provider_price_id, provider_product_id, price_key, tier_key, catalog_version, active
    from provider_prices where provider = 'stripe' order by created_at, provider_price_id`;
}

/** Makes this the price that is sold under its key; the one before it is kept for those who bought it. */
export async function storeProviderPrice(
  tx: Transaction,
  price: Omit<ProviderPrice, "active">,
): Promise<void> {
  await tx`
    update provider_prices set active = false
    where provider = 'stripe' and price_key = ${price.priceKey} and active
      and provider_price_id <> ${price.providerPriceId}`;
  await tx`
    insert into provider_prices
      (provider, provider_price_id, provider_product_id, price_key, tier_key, catalog_version, active)
    values ('stripe', ${price.providerPriceId}, ${price.providerProductId}, ${price.priceKey},
      ${price.tierKey}, ${price.catalogVersion}, true)
    on conflict (provider, provider_price_id) do update
    set provider_product_id = excluded.provider_product_id, active = true`;
}

/** Stops selling a price; it is kept for those who bought it. */
export async function retireProviderPrice(tx: Transaction, providerPriceId: string): Promise<void> {
  await tx`
    update provider_prices set active = false
    where provider = 'stripe' and provider_price_id = ${providerPriceId}`;
}

/** The Stripe price that is sold under a key, or null before the first sync. */
export async function findProviderPrice(
  priceKey: string,
  sql: Queryable = database(),
): Promise<ProviderPrice | null> {
  const [row] = await sql<ProviderPrice[]>`
    select provider_price_id, provider_product_id, price_key, tier_key, catalog_version, active
    from provider_prices where provider = 'stripe' and price_key = ${priceKey} and active`;
  return row ?? null;
}

/** What we sold under these Stripe price ids, however long ago. Ids that are not ours are left out. */
export async function listProviderPrices(
  providerPriceIds: readonly string[],
  sql: Queryable = database(),
): Promise<readonly ProviderPrice[]> {
  if (providerPriceIds.length === 0) return [];
  return await sql<ProviderPrice[]>`
    select provider_price_id, provider_product_id, price_key, tier_key, catalog_version, active
    from provider_prices
    where provider = 'stripe' and provider_price_id = any(${[...providerPriceIds]}::text[])`;
}
