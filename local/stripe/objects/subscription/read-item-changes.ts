import type { Stripe } from "stripe";
import { noSuch } from "../../http/stripe-error";
import { mergeMetadata } from "../../state/metadata";
import type { Subscription, SubscriptionItem } from "../../state/records";
import type { World } from "../../world";
import { redeemDiscounts } from "../discount/redeem-discount";
import { buildItem, periodOf, readItemPrice, withPrice } from "./subscription-items";

export type ItemParam = NonNullable<Stripe.SubscriptionUpdateParams["items"]>[number];

/** The items a subscription has after the wanted changes, and those it no longer has. */
export function readItemChanges(
  world: World,
  before: Subscription,
  params: ItemParam[],
): { items: SubscriptionItem[]; removed: SubscriptionItem[] } {
  let items = [...before.items.data];
  const removed: SubscriptionItem[] = [];
  const period = periodOf(before);
  params.forEach((param, position) => {
    const at = `items[${position}]`;
    if (!param.id) {
      const price = readItemPrice(world, param, at);
      items.push(
        buildItem(world, {
          subscription: before.id,
          price,
          quantity: param.quantity,
          period,
          created: world.nowOf(before.customer),
          metadata: param.metadata || null,
          discounts: redeemDiscounts(world, param.discounts || [], {
            customer: before.customer,
            subscription: before.id,
          }),
        }),
      );
      return;
    }
    const known = items.find((item) => item.id === param.id);
    if (!known) throw noSuch("subscription item", param.id, `${at}[id]`, 400);
    if (param.deleted) {
      items = items.filter((item) => item.id !== param.id);
      removed.push(known);
      return;
    }
    const repriced =
      param.price || param.price_data ? withPrice(known, readItemPrice(world, param, at)) : known;
    items = items.map((item) =>
      item.id === param.id
        ? {
            ...repriced,
            ...(param.quantity === undefined ? {} : { quantity: param.quantity }),
            metadata: mergeMetadata(known.metadata, param.metadata),
            ...(param.discounts === undefined
              ? {}
              : {
                  discounts: redeemDiscounts(world, param.discounts || [], {
                    customer: before.customer,
                    subscription: before.id,
                    subscriptionItem: known.id,
                  }),
                }),
          }
        : item,
    );
  });
  return { items, removed };
}
