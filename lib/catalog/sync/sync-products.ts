import type Stripe from "stripe";
import type { Sellable } from "../queries/get-price";
import type { Catalog } from "../schemas";
import type { CatalogChange } from "./changes";
import { idempotencyKey } from "./plan-price";

interface Product {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly metadata: Record<string, string>;
}

export interface ProductSync {
  readonly stripe: Stripe;
  readonly catalog: Catalog;
  readonly prices: readonly Sellable[];
  readonly dryRun: boolean;
}

/** One product for each tier that is sold and for each pack. Returns product ids by price key. */
export async function syncProducts({
  stripe,
  catalog,
  prices,
  dryRun,
}: ProductSync): Promise<{ productIds: ReadonlyMap<string, string>; changes: readonly CatalogChange[] }> {
  const productIds = new Map<string, string>();
  const wanted = new Map<string, Product>();
  for (const price of prices) {
    const product = planProduct(price, catalog);
    wanted.set(product.id, product);
    productIds.set(price.key, product.id);
  }
  const found = await findProducts(stripe, [...wanted.keys()]);
  const changes: CatalogChange[] = [];
  for (const product of wanted.values()) {
    changes.push(...(await syncProduct(stripe, product, found.get(product.id) ?? null, dryRun)));
  }
  return { productIds, changes };
}

function planProduct(price: Sellable, catalog: Catalog): Product {
  const tier = catalog.tiers.find(({ key }) => key === price.tierKey);
  const key = tier?.key ?? price.key;
  return {
    // An id of our own choosing: finding it needs no search, and making it twice is impossible.
    id: `meterhouse_${key}`,
    name: price.name,
    description: tier?.summary ?? "One credit pays for one AI generation over your plan's limit.",
    metadata: { tier_key: price.tierKey },
  };
}

async function syncProduct(
  stripe: Stripe,
  wanted: Product,
  found: Stripe.Product | null,
  dryRun: boolean,
): Promise<readonly CatalogChange[]> {
  if (!found) {
    if (!dryRun) {
      await stripe.products.create(wanted, { idempotencyKey: idempotencyKey(wanted.id, wanted) });
    }
    return [{ kind: "create_product", key: wanted.id, detail: wanted.name }];
  }
  const differing = [
    found.active ? null : "active",
    found.name === wanted.name ? null : "name",
    found.description === wanted.description ? null : "description",
    Object.entries(wanted.metadata).every(([name, value]) => found.metadata[name] === value)
      ? null
      : "metadata",
  ].filter((each) => each !== null);
  if (differing.length === 0) return [];
  if (!dryRun) {
    const { id: _id, ...params } = wanted;
    await stripe.products.update(wanted.id, { ...params, active: true });
  }
  return [{ kind: "update_product", key: wanted.id, detail: differing.join(", ") }];
}

async function findProducts(
  stripe: Stripe,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Stripe.Product>> {
  const found = new Map<string, Stripe.Product>();
  for await (const product of stripe.products.list({ ids: [...ids], limit: 100 }))
    found.set(product.id, product);
  return found;
}
