/** One thing that a sync did, or would do. */
export interface CatalogChange {
  readonly kind:
    | "publish_version"
    | "create_product"
    | "update_product"
    | "create_price"
    | "replace_price"
    | "update_price"
    | "archive_price"
    | "link_price";
  /** The version, product or price it is about. */
  readonly key: string;
  readonly detail: string;
}

const VERBS: Readonly<Record<CatalogChange["kind"], string>> = {
  publish_version: "publish version",
  create_product: "create product",
  update_product: "update product",
  create_price: "create price",
  replace_price: "replace price",
  update_price: "update price",
  archive_price: "archive price",
  link_price: "link price",
};

/** A change as one line for people. */
export function describeChange(change: CatalogChange): string {
  return `${VERBS[change.kind]} ${change.key}: ${change.detail}`;
}
