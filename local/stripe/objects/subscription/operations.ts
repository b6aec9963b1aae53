import type { Stripe } from "stripe";
import { listPage, listPageOf } from "../../http/list-page";
import { listOperation, operation } from "../../http/operation";
import { searchOperation } from "../../http/search";
import { noSuch } from "../../http/stripe-error";
import type { Subscription, SubscriptionItem } from "../../state/records";
import type { World } from "../../world";
import { cancelSubscription } from "./cancel-subscription";
import { CREATE_SUBSCRIPTION_PARAMS, createSubscription } from "./create-subscription";
import { getSubscription } from "./find-subscription";
import { pauseSubscription, resumeSubscription } from "./pause-subscription";
import { checkBillingMode } from "./read-anchor";
import { subscriptionIsOver } from "./subscription-status";
import { UPDATE_SUBSCRIPTION_PARAMS, updateSubscription } from "./update-subscription";

type ItemChange = NonNullable<Stripe.SubscriptionUpdateParams["items"]>[number];

function getItem(world: World, id: string): { item: SubscriptionItem; subscription: Subscription } {
  const owner = world.state.itemOwners.find(id)?.subscription;
  const subscription = owner ? world.state.subscriptions.find(owner) : undefined;
  const item = subscription?.items.data.find((candidate) => candidate.id === id);
  if (!subscription || !item) throw noSuch("subscription item", id);
  return { item, subscription };
}

/** A change of one item is a change of its subscription. */
function changeItem(
  world: World,
  subscription: string,
  item: ItemChange,
  params: { payment_behavior?: string; proration_behavior?: string; proration_date?: number },
): void {
  updateSubscription(world, subscription, {
    items: [item],
    ...(params.payment_behavior ? { payment_behavior: params.payment_behavior as "allow_incomplete" } : {}),
    ...(params.proration_behavior ? { proration_behavior: params.proration_behavior as "none" } : {}),
    ...(params.proration_date ? { proration_date: params.proration_date } : {}),
  });
}

function matchesStatus(subscription: Subscription, status: string | undefined): boolean {
  if (status === "all") return true;
  // without a filter Stripe lists everything that has not been canceled
  if (!status) return !subscriptionIsOver(subscription);
  if (status === "ended") return subscriptionIsOver(subscription);
  return subscription.status === status;
}

export const subscriptionOperations = [
  operation<Stripe.SubscriptionCreateParams>(
    "POST",
    "/v1/subscriptions",
    CREATE_SUBSCRIPTION_PARAMS,
    ({ world, params }) => createSubscription(world, params).subscription,
  ),
  listOperation<Stripe.SubscriptionListParams>(
    "/v1/subscriptions",
    [
      "customer",
      "status",
      "price",
      "collection_method",
      "test_clock",
      "current_period_start",
      "current_period_end",
    ],
    ({ world, params }) =>
      listPage(world.state.subscriptions, params, {
        url: "/v1/subscriptions",
        by: params.customer
          ? { index: "customer", key: params.customer }
          : params.test_clock
            ? { index: "test_clock", key: params.test_clock }
            : undefined,
        where: (subscription) =>
          matchesStatus(subscription, params.status) &&
          (params.customer || params.test_clock ? true : subscription.test_clock === null) &&
          (!params.test_clock || subscription.test_clock === params.test_clock) &&
          (!params.price || subscription.items.data.some((item) => item.price.id === params.price)) &&
          (!params.collection_method || subscription.collection_method === params.collection_method),
      }),
  ),
  searchOperation("/v1/subscriptions/search", (world) => world.state.subscriptions, ["status", "customer"]),
  operation("GET", "/v1/subscriptions/{id}", [], ({ world, id }) => getSubscription(world, id)),
  operation<Stripe.SubscriptionUpdateParams>(
    "POST",
    "/v1/subscriptions/{id}",
    UPDATE_SUBSCRIPTION_PARAMS,
    ({ world, params, id }) => updateSubscription(world, id, params),
  ),
  operation<Stripe.SubscriptionCancelParams>(
    "DELETE",
    "/v1/subscriptions/{id}",
    ["prorate", "invoice_now", "cancellation_details"],
    ({ world, params, id }) => cancelSubscription(world, id, params),
  ),
  operation<Stripe.SubscriptionPauseParams>(
    "POST",
    "/v1/subscriptions/{id}/pause",
    ["bill_for", "invoicing_behavior", "type"],
    ({ world, params, id }) => pauseSubscription(world, id, params),
  ),
  operation<Stripe.SubscriptionResumeParams>(
    "POST",
    "/v1/subscriptions/{id}/resume",
    ["billing_cycle_anchor", "proration_behavior", "proration_date", "payment_behavior"],
    ({ world, params, id }) => resumeSubscription(world, id, params),
  ),
  operation<Stripe.SubscriptionMigrateParams>(
    "POST",
    "/v1/subscriptions/{id}/migrate",
    ["billing_mode"],
    ({ world, params, id }) => {
      checkBillingMode(params.billing_mode);
      // every subscription is in flexible mode from its start
      return getSubscription(world, id);
    },
  ),
  operation("DELETE", "/v1/subscriptions/{id}/discount", [], ({ world, id }) => {
    const subscription = getSubscription(world, id);
    const [discount] = subscription.discounts;
    if (!discount) throw noSuch("discount", id);
    world.state.subscriptions.patch(id, { discounts: [] });
    const removed = world.state.discounts.get(discount);
    world.emit("customer.discount.deleted", removed);
    const { end: _end, ...rest } = removed;
    return { ...rest, deleted: true };
  }),
  listOperation<Stripe.SubscriptionItemListParams>(
    "/v1/subscription_items",
    ["subscription"],
    ({ world, params }) =>
      listPageOf(
        getSubscription(world, params.subscription, "subscription").items.data,
        params,
        "/v1/subscription_items",
      ),
  ),
  operation("GET", "/v1/subscription_items/{id}", [], ({ world, id }) => getItem(world, id).item),
  operation<Stripe.SubscriptionItemCreateParams>(
    "POST",
    "/v1/subscription_items",
    [
      "subscription",
      "price",
      "quantity",
      "metadata",
      "payment_behavior",
      "proration_behavior",
      "proration_date",
    ],
    ({ world, params }) => {
      changeItem(
        world,
        params.subscription,
        { price: params.price ?? "", quantity: params.quantity ?? 1, metadata: params.metadata ?? {} },
        params,
      );
      const created = getSubscription(world, params.subscription).items.data.find(
        (item) => item.price.id === params.price,
      );
      if (!created) throw noSuch("subscription item", params.price ?? "");
      return created;
    },
  ),
  operation<Stripe.SubscriptionItemUpdateParams>(
    "POST",
    "/v1/subscription_items/{id}",
    ["price", "quantity", "metadata", "payment_behavior", "proration_behavior", "proration_date"],
    ({ world, params, id }) => {
      const change = {
        id,
        ...(params.price ? { price: params.price } : {}),
        ...(params.quantity === undefined ? {} : { quantity: params.quantity }),
        ...(params.metadata ? { metadata: params.metadata } : {}),
      };
      changeItem(world, getItem(world, id).subscription.id, change, params);
      return getItem(world, id).item;
    },
  ),
  operation<Stripe.SubscriptionItemDeleteParams>(
    "DELETE",
    "/v1/subscription_items/{id}",
    ["payment_behavior", "proration_behavior", "proration_date"],
    ({ world, params, id }) => {
      changeItem(world, getItem(world, id).subscription.id, { id, deleted: true }, params);
      return { id, object: "subscription_item", deleted: true };
    },
  ),
];
