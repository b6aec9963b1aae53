export {
  type Currency,
  catalog,
  type FeatureKey,
  type PackKey,
  type PriceKey,
  type TierKey,
} from "./catalog";
export { computeTierLimits, type Limit } from "./compute/compute-limit";
export { findFeature, listFeatures } from "./queries/get-feature";
export { CREDITS, findPrice, getPrice, listPrices, type Sellable } from "./queries/get-price";
export { findTier, getTier } from "./queries/get-tier";
export { type PublicCatalog, publicCatalog, publicCatalogSchema } from "./queries/public-catalog";
export { findProviderPrice, listProviderPrices, type ProviderPrice } from "./repository";
export type { Catalog, Feature, Interval, Price, Reset, Tier } from "./schemas";
export { type CatalogChange, describeChange } from "./sync/changes";
export { CatalogVersionError } from "./sync/publish-limits";
export { type SyncCatalogOptions, syncCatalog } from "./sync/sync-catalog";
