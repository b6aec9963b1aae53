import type Stripe from "stripe";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  type Catalog,
  type CatalogChange,
  findProviderPrice,
  listPrices,
  listProviderPrices,
  type Sellable,
  type SyncCatalogOptions,
  catalog as shipped,
  syncCatalog,
} from "@/lib/catalog";
import { database } from "@/lib/platform/db";
import { type CheckedStripe, startCheckedStripe } from "@/tests/contract/checked-stripe";
import { createTestDatabase, type TestDatabase } from "../../support/database";

let db: TestDatabase;
let server: CheckedStripe;
let stripe: Stripe;

beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.drop());

beforeEach(async () => {
  await db.owner`truncate provider_prices, plan_limits, catalog_versions`;
  server = await startCheckedStripe();
  stripe = server.stripe;
});
afterEach(() => server.close());

const sync = (options: Omit<SyncCatalogOptions, "stripe" | "sql"> = {}) =>
  syncCatalog({ stripe, sql: database(), ...options });
const summary = (changes: readonly CatalogChange[]): Record<string, readonly string[]> => {
  const kinds: Record<string, string[]> = {};
  for (const { kind, key } of changes) {
    kinds[kind] ??= [];
    kinds[kind].push(key);
  }
  return kinds;
};
const withPrice = (key: string, change: Partial<Sellable>): readonly Sellable[] =>
  listPrices().map((price) => (price.key === key ? { ...price, ...change } : price));
/** The shipped catalog with another limit for a tier, under a version. */
function withLimit(version: number, tierKey: string, feature: string, limit: number): Catalog {
  return {
    ...shipped,
    version,
    tiers: shipped.tiers.map((tier) =>
      tier.key === tierKey ? { ...tier, limits: { ...tier.limits, [feature]: limit } } : tier,
    ),
  };
}
const atStripe = async (key: string): Promise<Stripe.Price | undefined> =>
  (await stripe.prices.list({ lookup_keys: [key], expand: ["data.currency_options"] })).data[0];

describe("whoever wants to know", () => {
  it("is told of the changes in the transaction that makes them, and only then", async () => {
    const told: (readonly CatalogChange[])[] = [];
    const onPublished: SyncCatalogOptions["onPublished"] = async (_tx, changes) => {
      told.push(changes);
    };
    await sync({ dryRun: true, onPublished });
    expect(told).toEqual([]);
    const changes = await sync({ onPublished });
    await sync({ onPublished });
    expect(told).toEqual([changes]);
  });

  it("undoes what the database was told when it fails", async () => {
    const failing = sync({
      onPublished: async () => {
        throw new Error("not recorded");
      },
    });
    await expect(failing).rejects.toThrow("not recorded");
    expect(await database()`select 1 from catalog_versions`).toHaveLength(0);
  });
});

describe("a first sync", () => {
  it("publishes 78 limits, 8 products and 10 prices in three currencies, and stores their ids", async () => {
    const changes = summary(await sync());
    expect(changes).toEqual({
      publish_version: ["1"],
      create_product: expect.arrayContaining(["meterhouse_pro", "meterhouse_lifetime", "meterhouse_pack_3"]),
      create_price: listPrices()
        .filter(({ mode }) => mode !== "none")
        .map(({ key }) => key),
    });
    expect(changes["create_product"]).toHaveLength(8);

    const price = await atStripe("premium_yearly");
    expect(price).toMatchObject({
      currency: "usd",
      unit_amount: 24_900,
      recurring: { interval: "year", interval_count: 1 },
      product: "meterhouse_premium",
      metadata: { price_key: "premium_yearly", tier_key: "premium", catalog_version: "1" },
      currency_options: { inr: { unit_amount: 249_000 }, gbp: { unit_amount: 19_900 } },
    });
    expect((await atStripe("student_quarterly"))?.recurring).toMatchObject({
      interval: "month",
      interval_count: 3,
    });
    expect(await atStripe("pack_2")).toMatchObject({ type: "one_time", metadata: { credits: "500" } });
    expect(await findProviderPrice("premium_yearly")).toMatchObject({
      providerPriceId: price?.id,
      providerProductId: "meterhouse_premium",
      tierKey: "premium",
      catalogVersion: 1,
    });
    const [limits] = await db.owner`select count(*)::int as count from plan_limits where catalog_version = 1`;
    expect(limits?.["count"]).toBe(13 * 6);
  });

  it("changes nothing as a dry run, and says what it would do", async () => {
    const planned = await sync({ dryRun: true });
    expect(summary(planned)).toMatchObject({ publish_version: ["1"] });
    expect((await stripe.products.list()).data).toEqual([]);
    expect(await db.owner`select from catalog_versions`).toHaveLength(0);
    expect(summary(await sync())).toEqual(summary(planned));
  });

  it("is done once when two run at the same time", async () => {
    const [first, second] = await Promise.all([sync(), sync()]);
    expect([first.length, second.length].sort()).toEqual([0, 19]);
    expect((await stripe.prices.list({ limit: 100 })).data).toHaveLength(10);
  });
});

describe("a second sync", () => {
  beforeEach(async () => {
    await sync();
  });

  it("changes nothing", async () => {
    expect(await sync()).toEqual([]);
    expect(await sync({ dryRun: true })).toEqual([]);
  });

  it("replaces a price whose amount changed, archives the old one, and keeps it known", async () => {
    const before = await atStripe("pro_monthly");
    const prices = withPrice("pro_monthly", { amounts: { usd: 1_590, inr: 14_900, gbp: 1_190 } });
    const changes = await sync({ prices });
    expect(changes).toMatchObject([{ kind: "replace_price", key: "pro_monthly" }]);
    expect(changes[0]?.detail).toContain("$14.90 becomes $15.90");

    const after = await atStripe("pro_monthly");
    expect(after).toMatchObject({ unit_amount: 1_590, active: true });
    expect(await stripe.prices.retrieve(before?.id ?? "")).toMatchObject({ active: false, lookup_key: null });
    expect(await findProviderPrice("pro_monthly")).toMatchObject({ providerPriceId: after?.id });
    expect(await listProviderPrices([before?.id ?? ""])).toMatchObject([
      { priceKey: "pro_monthly", active: false },
    ]);
    expect(await sync({ prices })).toEqual([]);
  });

  it("makes a new price again when the amount goes back, though Stripe saw the same content before", async () => {
    await sync({ prices: withPrice("lifetime", { amounts: { usd: 5_990, inr: 49_900, gbp: 3_990 } }) });
    await sync();
    expect(await atStripe("lifetime")).toMatchObject({ unit_amount: 4_990, active: true });
    expect(await sync()).toEqual([]);
    expect((await stripe.prices.list({ product: "meterhouse_lifetime", limit: 100 })).data).toHaveLength(3);
  });

  it("replaces a price whose amount changed in another currency only", async () => {
    const changes = await sync({
      prices: withPrice("pack_1", { amounts: { usd: 1_299, inr: 99_800, gbp: 999 } }),
    });
    expect(changes).toMatchObject([{ kind: "replace_price", key: "pack_1" }]);
    expect((await atStripe("pack_1"))?.currency_options?.["inr"]?.unit_amount).toBe(99_800);
  });

  it("renames a product", async () => {
    expect(summary(await sync({ prices: withPrice("pack_1", { name: "A hundred credits" }) }))).toEqual({
      update_product: ["meterhouse_pack_1"],
    });
    expect((await stripe.products.retrieve("meterhouse_pack_1")).name).toBe("A hundred credits");
  });

  it("archives the price of a key that is no longer sold", async () => {
    const gone = await findProviderPrice("pack_3");
    const prices = listPrices().filter(({ key }) => key !== "pack_3");
    expect(summary(await sync({ prices }))).toEqual({ archive_price: ["pack_3"] });
    expect(await findProviderPrice("pack_3")).toBeNull();
    expect((await stripe.prices.retrieve(gone?.providerPriceId ?? "")).active).toBe(false);
    expect(await sync({ prices })).toEqual([]);
  });

  it("finds the prices again when the database is new, and makes none", async () => {
    await db.owner`truncate provider_prices, plan_limits, catalog_versions`;
    const changes = summary(await sync());
    expect(Object.keys(changes).sort()).toEqual(["link_price", "publish_version"]);
    expect(changes["link_price"]).toHaveLength(10);
    expect((await stripe.prices.list({ limit: 100 })).data).toHaveLength(10);
  });
});

describe("versions", () => {
  beforeEach(async () => {
    await sync();
  });

  it("refuses other limits under a published version, in one sentence that says what to do", async () => {
    await expect(sync({ catalog: withLimit(1, "pro", "ats_scans", 6) })).rejects.toThrow(
      "Limits differ from what catalog version 1 was published with (pro.ats_scans): raise `version` in lib/catalog/catalog.ts to 2, so that subscribers keep what they bought.",
    );
    expect(await sync()).toEqual([]);
  });

  it("gives new prices to the tier whose limits changed, so that old price ids keep standing for old limits", async () => {
    const old = await findProviderPrice("pro_monthly");
    const catalog = withLimit(2, "pro", "ats_scans", 6);
    const planned = summary(await sync({ catalog, dryRun: true }));
    const changes = summary(await sync({ catalog }));
    expect(changes).toEqual({ publish_version: ["2"], replace_price: ["pro_monthly", "pro_yearly"] });
    expect(planned).toEqual(changes);
    expect(await findProviderPrice("pro_monthly")).toMatchObject({ catalogVersion: 2 });
    expect(await findProviderPrice("premium_monthly")).toMatchObject({ catalogVersion: 1 });
    expect(await listProviderPrices([old?.providerPriceId ?? ""])).toMatchObject([
      { catalogVersion: 1, active: false },
    ]);
    expect(
      await db.owner`
        select catalog_version, limit_value::int as limit_value from plan_limits
        where tier_key = 'pro' and feature = 'ats_scans' order by 1`,
    ).toMatchObject([
      { catalog_version: 1, limit_value: 5 },
      { catalog_version: 2, limit_value: 6 },
    ]);
    expect(await sync({ catalog })).toEqual([]);
  });

  it("refuses to go back behind the newest version", async () => {
    await sync({ catalog: withLimit(2, "pro", "ats_scans", 6) });
    await expect(sync({ catalog: withLimit(1, "pro", "ats_scans", 5) })).rejects.toThrow(
      "Catalog version 2 is published already, and the file says 1",
    );
  });
});
