import type { Stripe } from "stripe";
import { listPage } from "../../http/list-page";
import { listOperation, operation } from "../../http/operation";
import { searchOperation } from "../../http/search";
import { invalidRequest, noSuch, StripeError } from "../../http/stripe-error";
import { mergeMetadata, newMetadata } from "../../state/metadata";
import { textOr } from "../../state/params";
import type { Product } from "../../state/records";
import type { World } from "../../world";
import { createPrice } from "../price/create-price";
import { getProduct } from "./get-product";

function createProduct(world: World, params: Stripe.ProductCreateParams): Product {
  if (params.id && world.state.products.find(params.id))
    throw new StripeError(
      400,
      "invalid_request_error",
      "resource_already_exists",
      "Product already exists.",
      { param: "id" },
    );
  const product: Product = {
    id: params.id ?? world.newId("prod"),
    object: "product",
    active: params.active ?? true,
    created: world.now(),
    default_price: null,
    description: params.description ?? null,
    images: params.images ?? [],
    livemode: false,
    marketing_features: params.marketing_features ?? [],
    metadata: newMetadata(params.metadata),
    name: params.name,
    package_dimensions: null,
    shippable: params.shippable ?? null,
    statement_descriptor: params.statement_descriptor ?? null,
    tax_code: params.tax_code ?? null,
    tax_details: null,
    type: "service",
    unit_label: params.unit_label ?? null,
    updated: world.now(),
    url: params.url ?? null,
  };
  world.state.products.put(product);
  world.emit("product.created", product);
  if (!params.default_price_data) return product;
  const price = createPrice(world, {
    ...params.default_price_data,
    product: product.id,
  } as Stripe.PriceCreateParams);
  return world.state.products.patch(product.id, { default_price: price.id });
}

function updateProduct(world: World, id: string, params: Stripe.ProductUpdateParams): Product {
  const before = getProduct(world, id);
  if (params.default_price && world.state.prices.find(params.default_price)?.product !== id)
    throw noSuch("price", params.default_price, "default_price", 400);
  const after = world.state.products.put({
    ...before,
    active: params.active ?? before.active,
    default_price: textOr(params.default_price, before.default_price ?? null),
    description: textOr(params.description, before.description),
    images: params.images === undefined ? before.images : params.images || [],
    marketing_features:
      params.marketing_features === undefined ? before.marketing_features : params.marketing_features || [],
    metadata: mergeMetadata(before.metadata, params.metadata),
    name: params.name ?? before.name,
    shippable: params.shippable ?? before.shippable,
    statement_descriptor: textOr(params.statement_descriptor, before.statement_descriptor ?? null),
    tax_code: textOr(params.tax_code, before.tax_code ?? null),
    unit_label: textOr(params.unit_label, before.unit_label ?? null),
    updated: world.now(),
    url: textOr(params.url, before.url),
  });
  world.emit("product.updated", after, before);
  return after;
}

export const productOperations = [
  operation<Stripe.ProductCreateParams>(
    "POST",
    "/v1/products",
    [
      "id",
      "name",
      "active",
      "default_price_data",
      "description",
      "images",
      "marketing_features",
      "metadata",
      "shippable",
      "statement_descriptor",
      "tax_code",
      "unit_label",
      "url",
    ],
    ({ world, params }) => createProduct(world, params),
  ),
  listOperation<Stripe.ProductListParams>(
    "/v1/products",
    ["active", "ids", "shippable", "url"],
    ({ world, params }) =>
      listPage(world.state.products, params, {
        url: "/v1/products",
        where: (product) =>
          (params.active === undefined || product.active === params.active) &&
          (!params.ids || params.ids.includes(product.id)) &&
          (params.shippable === undefined || product.shippable === params.shippable) &&
          (!params.url || product.url === params.url),
      }),
  ),
  searchOperation("/v1/products/search", (world) => world.state.products, [
    "active",
    "description",
    "name",
    "shippable",
    "url",
  ]),
  operation("GET", "/v1/products/{id}", [], ({ world, id }) => {
    const tombstone = world.state.tombstones.find(id);
    return tombstone?.object === "product" ? tombstone : getProduct(world, id);
  }),
  operation<Stripe.ProductUpdateParams>(
    "POST",
    "/v1/products/{id}",
    [
      "active",
      "default_price",
      "description",
      "images",
      "marketing_features",
      "metadata",
      "name",
      "shippable",
      "statement_descriptor",
      "tax_code",
      "unit_label",
      "url",
    ],
    ({ world, params, id }) => updateProduct(world, id, params),
  ),
  operation("DELETE", "/v1/products/{id}", [], ({ world, id }) => {
    const product = getProduct(world, id);
    for (const _ of world.state.prices.newestFirst({ index: "product", key: id }))
      throw invalidRequest("This product cannot be deleted because it has one or more user-created prices.");
    world.state.products.delete(id);
    world.emit("product.deleted", product);
    return world.state.tombstones.put({ id, object: "product", deleted: true });
  }),
];
