import type { Stripe } from "stripe";
import { listPage } from "../../http/list-page";
import { listOperation, operation } from "../../http/operation";
import { invalidRequest, noSuch } from "../../http/stripe-error";
import { mergeMetadata, newMetadata } from "../../state/metadata";
import type { Feature, ProductFeature } from "../../state/records";
import type { World } from "../../world";
import { getCustomer } from "../customer/find-customer";
import { getProduct } from "../product/get-product";
import { shownEntitlement } from "./sync-entitlements";

function getFeature(world: World, id: string, param?: string): Feature {
  const feature = world.state.features.find(id);
  if (!feature) throw noSuch("feature", id, param ?? "id", param ? 400 : 404);
  return feature;
}

/** A product's feature as it is shown: with the feature as it is now. */
function shownLink(world: World, id: string, product: string): ProductFeature {
  const link = world.state.productFeatures.find(id);
  if (!link || link.product !== product) throw noSuch("product feature", id);
  return {
    id,
    object: "product_feature",
    entitlement_feature: getFeature(world, link.feature),
    livemode: false,
  };
}

function attachFeature(world: World, product: string, featureId: string): ProductFeature {
  const feature = getFeature(world, featureId, "entitlement_feature");
  if (!feature.active)
    throw invalidRequest("An archived feature cannot be attached to a product.", "entitlement_feature");
  for (const known of world.state.productFeatures.oldestFirst({ index: "product", key: product }))
    if (known.feature === featureId)
      throw invalidRequest("The feature is attached to this product already.", "entitlement_feature");
  const { id } = world.state.productFeatures.put({
    id: world.newId("prodft"),
    product,
    feature: featureId,
  });
  return shownLink(world, id, product);
}

/** Features, the products that carry them, and who has them (https://docs.stripe.com/billing/entitlements). */
export const entitlementOperations = [
  operation<Stripe.Entitlements.FeatureCreateParams>(
    "POST",
    "/v1/entitlements/features",
    ["lookup_key", "metadata", "name"],
    ({ world, params }) => {
      for (const known of world.state.features.newestFirst({ index: "lookup_key", key: params.lookup_key }))
        throw invalidRequest(
          `The feature ${known.id} has the lookup key ${params.lookup_key} already.`,
          "lookup_key",
          "resource_already_exists",
        );
      return world.state.features.put({
        id: world.newId("feat"),
        object: "entitlements.feature",
        active: true,
        livemode: false,
        lookup_key: params.lookup_key,
        metadata: newMetadata(params.metadata),
        name: params.name,
      });
    },
  ),
  listOperation<Stripe.Entitlements.FeatureListParams>(
    "/v1/entitlements/features",
    ["archived", "lookup_key"],
    ({ world, params }) =>
      listPage(world.state.features, params, {
        url: "/v1/entitlements/features",
        by: params.lookup_key ? { index: "lookup_key", key: params.lookup_key } : undefined,
        where: (feature) => params.archived === undefined || feature.active !== params.archived,
      }),
  ),
  operation("GET", "/v1/entitlements/features/{id}", [], ({ world, id }) => getFeature(world, id)),
  operation<Stripe.Entitlements.FeatureUpdateParams>(
    "POST",
    "/v1/entitlements/features/{id}",
    ["active", "metadata", "name"],
    ({ world, params, id }) => {
      const before = getFeature(world, id);
      return world.state.features.put({
        ...before,
        active: params.active ?? before.active,
        metadata: mergeMetadata(before.metadata, params.metadata),
        name: params.name ?? before.name,
      });
    },
  ),
  operation<Stripe.ProductCreateFeatureParams>(
    "POST",
    "/v1/products/{id}/features",
    ["entitlement_feature"],
    ({ world, params, id }) => attachFeature(world, getProduct(world, id).id, params.entitlement_feature),
  ),
  listOperation<Stripe.ProductListFeaturesParams>(
    "/v1/products/{id}/features",
    [],
    ({ world, params, id }) => {
      const page = listPage(world.state.productFeatures, params, {
        url: `/v1/products/${id}/features`,
        by: { index: "product", key: getProduct(world, id).id },
      });
      return { ...page, data: page.data.map((link) => shownLink(world, link.id, id)) };
    },
  ),
  operation("GET", "/v1/products/{productId}/features/{id}", [], ({ world, id, ids }) =>
    shownLink(world, id, ids[0] ?? ""),
  ),
  operation("DELETE", "/v1/products/{productId}/features/{id}", [], ({ world, id, ids }) => {
    shownLink(world, id, ids[0] ?? "");
    world.state.productFeatures.delete(id);
    return { id, object: "product_feature", deleted: true };
  }),
  listOperation<Stripe.Entitlements.ActiveEntitlementListParams>(
    "/v1/entitlements/active_entitlements",
    ["customer"],
    ({ world, params }) => {
      const page = listPage(world.state.entitlements, params, {
        url: "/v1/entitlements/active_entitlements",
        by: { index: "customer", key: getCustomer(world, params.customer, "customer").id },
      });
      return { ...page, data: page.data.map(shownEntitlement) };
    },
  ),
  operation("GET", "/v1/entitlements/active_entitlements/{id}", [], ({ world, id }) => {
    const entitlement = world.state.entitlements.find(id);
    if (!entitlement) throw noSuch("active entitlement", id);
    return shownEntitlement(entitlement);
  }),
];
