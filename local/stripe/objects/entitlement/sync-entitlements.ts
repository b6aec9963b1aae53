import type { ActiveEntitlement } from "../../state/records";
import type { World } from "../../world";

/** Entitlements that an event carries at most (https://docs.stripe.com/api/entitlements/active-entitlement-summary). */
const MAX_IN_SUMMARY = 10;
/** While a subscription is one of these, what it is for is given (https://docs.stripe.com/billing/entitlements). */
const ENTITLING = new Set(["active", "trialing", "past_due"]);

/**
 * Makes a customer's active entitlements those of the products it subscribes to, and says so when that changes
 * anything. A feature that is given by two products is given once.
 */
export function syncEntitlements(world: World, customer: string): void {
  if (world.state.features.size === 0) return;
  const wanted = entitledFeatures(world, customer);
  const before = listEntitlements(world, customer);
  const known = new Set(before.map((entitlement) => entitlement.feature));
  const gone = before.filter((entitlement) => !wanted.has(entitlement.feature));
  const fresh = [...wanted].filter((feature) => !known.has(feature));
  if (gone.length === 0 && fresh.length === 0) return;
  for (const entitlement of gone) world.state.entitlements.delete(entitlement.id);
  for (const feature of fresh)
    world.state.entitlements.put({
      id: world.newId("ent"),
      object: "entitlements.active_entitlement",
      customer,
      feature,
      livemode: false,
      lookup_key: world.state.features.get(feature).lookup_key,
    });
  world.emit(
    "entitlements.active_entitlement_summary.updated",
    summaryOf(customer, listEntitlements(world, customer)),
    summaryOf(customer, before),
  );
}

function entitledFeatures(world: World, customer: string): Set<string> {
  const features = new Set<string>();
  for (const subscription of world.state.subscriptions.oldestFirst({ index: "customer", key: customer })) {
    if (!ENTITLING.has(subscription.status)) continue;
    for (const item of subscription.items.data)
      for (const link of world.state.productFeatures.oldestFirst({
        index: "product",
        key: item.price.product,
      }))
        features.add(link.feature);
  }
  return features;
}

const listEntitlements = (world: World, customer: string) => [
  ...world.state.entitlements.oldestFirst({ index: "customer", key: customer }),
];

/** What is shown of an entitlement: whose it is, is not. */
export function shownEntitlement({
  customer: _customer,
  ...entitlement
}: ActiveEntitlement & { customer: string }): ActiveEntitlement {
  return entitlement;
}

function summaryOf(customer: string, entitlements: (ActiveEntitlement & { customer: string })[]): object {
  return {
    object: "entitlements.active_entitlement_summary",
    customer,
    entitlements: {
      object: "list",
      data: entitlements.slice(0, MAX_IN_SUMMARY).map(shownEntitlement),
      has_more: entitlements.length > MAX_IN_SUMMARY,
      url: `/v1/customer/${customer}/entitlements`,
    },
    livemode: false,
  };
}
