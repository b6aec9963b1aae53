import type { Stripe } from "stripe";
import { noSuch } from "../../http/stripe-error";
import type { Recurrence } from "../../money/interval";
import { mergeMetadata } from "../../state/metadata";
import type { Price, Subscription, SubscriptionItem } from "../../state/records";
import type { World } from "../../world";
import { redeemDiscounts } from "../discount/redeem-discount";
import { readTaxRates } from "./read-tax-rates";
import {
  buildItem,
  gridPeriod,
  inPeriod,
  isMetered,
  isSameRecurrence,
  type Period,
  readItemPrice,
  recurrenceOf,
  withPrice,
} from "./subscription-items";

export type ItemParam = NonNullable<Stripe.SubscriptionUpdateParams["items"]>[number];

/** The items a subscription has after the wanted changes, and those it no longer has. */
export function readItemChanges(
  world: World,
  before: Subscription,
  params: ItemParam[],
  at: number,
): { items: SubscriptionItem[]; removed: SubscriptionItem[] } {
  let items = [...before.items.data];
  const removed: SubscriptionItem[] = [];
  params.forEach((param, position) => {
    const place = `items[${position}]`;
    if (!param.id) {
      const price = readItemPrice(world, param, place);
      items.push(
        buildItem(world, {
          subscription: before.id,
          price,
          quantity: param.quantity,
          period: periodFor(before, recurrenceOf(price), at),
          created: world.nowOf(before.customer),
          metadata: param.metadata || null,
          taxRates: param.tax_rates || [],
          discounts: redeemDiscounts(world, param.discounts || [], {
            customer: before.customer,
            subscription: before.id,
          }),
        }),
      );
      return;
    }
    const known = items.find((item) => item.id === param.id);
    if (!known) throw noSuch("subscription item", param.id, `${place}[id]`, 400);
    if (param.deleted) {
      items = items.filter((item) => item.id !== param.id);
      removed.push(known);
      return;
    }
    const repriced =
      param.price || param.price_data
        ? reprice(before, known, readItemPrice(world, param, place), at)
        : known;
    items = items.map((item) =>
      item.id === param.id
        ? {
            ...repriced,
            ...quantityOf(param, known, repriced),
            metadata: mergeMetadata(known.metadata, param.metadata),
            ...(param.tax_rates === undefined
              ? {}
              : { tax_rates: readTaxRates(world, param.tax_rates || []) }),
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

/** Another price puts the quantity back to one (https://docs.stripe.com/billing/subscriptions/change-price). */
function quantityOf(
  param: ItemParam,
  known: SubscriptionItem,
  repriced: SubscriptionItem,
): Partial<Pick<SubscriptionItem, "quantity">> {
  if (param.quantity !== undefined) return { quantity: param.quantity };
  const isAnother = repriced.price.id !== known.price.id;
  return isAnother && !isMetered(repriced) ? { quantity: 1 } : {};
}

/** An item that gets another interval gets the period of that interval. */
function reprice(before: Subscription, item: SubscriptionItem, price: Price, at: number): SubscriptionItem {
  const repriced = withPrice(item, price);
  const recurrence = recurrenceOf(price);
  if (isSameRecurrence(recurrence, recurrenceOf(item.price))) return repriced;
  return inPeriod(repriced, periodFor(before, recurrence, at));
}

/**
 * The period that an item of a recurrence gets now: that of the others of its kind, else the rest of the one on the
 * anchor's grid. In a trial all items have the trial.
 */
function periodFor(before: Subscription, recurrence: Recurrence, at: number): Period {
  const isTrialing = before.status === "trialing";
  const other = before.items.data.find(
    (item) => isTrialing || isSameRecurrence(recurrenceOf(item.price), recurrence),
  );
  if (other) return { start: other.current_period_start, end: other.current_period_end };
  const { end } = gridPeriod(before.billing_cycle_anchor, recurrence, at);
  return { start: at, end: Math.min(end, before.cancel_at ?? end) };
}
