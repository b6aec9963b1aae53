import type { Stripe } from "stripe";
import { invalidRequest, missingParam } from "../../http/stripe-error";
import { addRecurrences, type Recurrence } from "../../money/interval";
import { unitAmountIn } from "../../money/price-amount";
import { newMetadata } from "../../state/metadata";
import type { Price, Subscription, SubscriptionItem } from "../../state/records";
import type { World } from "../../world";
import { createPrice } from "../price/create-price";
import { embedPrice, getPrice } from "../price/operations";
import { readTaxRates } from "./read-tax-rates";

/** The recurrence of a price. @throws when the price is not recurring */
export function recurrenceOf(price: Price): Recurrence {
  if (!price.recurring)
    throw invalidRequest(
      `The price specified is set to \`type=one_time\` but this field only accepts prices with \`type=recurring\`.`,
      "items",
    );
  // the SDK leaves its enums open; intervals are these four
  return {
    interval: price.recurring.interval as Recurrence["interval"],
    count: price.recurring.interval_count,
  };
}

/** An item's price as it is now, with all its currencies. */
export function priceOf(world: World, item: SubscriptionItem): Price {
  return world.state.prices.find(item.price.id) ?? item.price;
}

export const isMetered = (item: SubscriptionItem): boolean => item.price.recurring?.usage_type === "metered";

/** Price and quantity that a parameter asks for; `price_data` makes a price of its own. */
export function readItemPrice(
  world: World,
  param: { price?: string; price_data?: Stripe.SubscriptionCreateParams.Item.PriceData },
  at: string,
): Price {
  if (param.price_data) return createPrice(world, param.price_data as Stripe.PriceCreateParams);
  if (!param.price) throw missingParam(`${at}[price]`);
  const price = getPrice(world, param.price, `${at}[price]`);
  if (!price.active)
    throw invalidRequest(
      `The price specified is inactive. This field only accepts active prices.`,
      `${at}[price]`,
    );
  return price;
}

interface NewItem {
  subscription: string;
  price: Price;
  quantity: number | undefined;
  period: { start: number; end: number };
  created: number;
  discounts?: string[];
  metadata?: Stripe.MetadataParam | null;
  /** Ids of manual rates. */
  taxRates?: readonly string[];
}

/** A new item with its own billing period. */
export function buildItem(world: World, given: NewItem): SubscriptionItem {
  const id = world.newId("si");
  world.state.itemOwners.put({ id, subscription: given.subscription });
  const isUsage = given.price.recurring?.usage_type === "metered";
  return {
    id,
    object: "subscription_item",
    billing_thresholds: null,
    created: given.created,
    current_period_end: given.period.end,
    current_period_start: given.period.start,
    current_trial: null,
    discounts: given.discounts ?? [],
    metadata: newMetadata(given.metadata ?? {}),
    plan: planOf(given.price),
    price: embedPrice(given.price),
    ...(isUsage ? {} : { quantity: given.quantity ?? 1 }),
    subscription: given.subscription,
    tax_rates: readTaxRates(world, given.taxRates ?? []),
  };
}

/** An item that changes its price: the legacy plan follows. */
export function withPrice(item: SubscriptionItem, price: Price): SubscriptionItem {
  return { ...item, price: embedPrice(price), plan: planOf(price) };
}

function planOf(price: Price): SubscriptionItem["plan"] {
  return {
    id: price.id,
    object: "plan",
    active: price.active,
    amount: price.unit_amount,
    amount_decimal: price.unit_amount_decimal,
    billing_scheme: price.billing_scheme,
    created: price.created,
    currency: price.currency,
    interval: price.recurring?.interval ?? "month",
    interval_count: price.recurring?.interval_count ?? 1,
    livemode: false,
    metadata: price.metadata,
    meter: price.recurring?.meter ?? null,
    nickname: price.nickname,
    product: price.product,
    tiers_mode: price.tiers_mode,
    transform_usage: null,
    trial_period_days: null,
    usage_type: price.recurring?.usage_type ?? "licensed",
  };
}

/** @throws invalid_request_error unless there are items, each of a price of its own in the subscription's currency */
export function checkItems(items: readonly SubscriptionItem[], currency: string, world: World): void {
  if (items.length === 0) throw invalidRequest("A subscription must have at least one active item.", "items");
  const seen = new Set<string>();
  for (const item of items) {
    recurrenceOf(item.price);
    if (seen.has(item.price.id))
      throw invalidRequest(
        `Cannot add multiple subscription items with the same price: ${item.price.id}`,
        "items",
      );
    seen.add(item.price.id);
    if (item.price.billing_scheme === "per_unit") unitAmountIn(priceOf(world, item), currency);
  }
}

export const isSameRecurrence = (a: Recurrence, b: Recurrence): boolean =>
  a.interval === b.interval && a.count === b.count;

/**
 * The recurrence that all items have; null when they differ: flexible billing mode mixes intervals
 * (https://docs.stripe.com/billing/subscriptions/mixed-interval).
 */
export function commonRecurrence(items: readonly SubscriptionItem[]): Recurrence | null {
  const [first, ...rest] = items.map((item) => recurrenceOf(item.price));
  return first && rest.every((other) => isSameRecurrence(first, other)) ? first : null;
}

/** The period of a subscription as a whole: from the earliest start to the earliest end of its items. */
export function periodOf(subscription: Subscription): Period {
  const items = subscription.items.data;
  return {
    start: Math.min(...items.map((item) => item.current_period_start)),
    end: Math.min(...items.map((item) => item.current_period_end)),
  };
}

export interface Period {
  start: number;
  end: number;
}

/** The period on an anchor's grid that a moment lies in; a moment on the grid begins one. */
export function gridPeriod(anchor: number, recurrence: Recurrence, moment: number): Period {
  const length = addRecurrences(anchor, recurrence, 1) - anchor;
  let times = Math.round((moment - anchor) / length);
  while (addRecurrences(anchor, recurrence, times) <= moment) times++;
  while (addRecurrences(anchor, recurrence, times - 1) > moment) times--;
  return {
    start: addRecurrences(anchor, recurrence, times - 1),
    end: addRecurrences(anchor, recurrence, times),
  };
}

/** The whole period that an item's current one is, or is a part of: a first or a last one may be shorter. */
export const wholePeriodOf = (subscription: Subscription, item: SubscriptionItem): Period =>
  gridPeriod(subscription.billing_cycle_anchor, recurrenceOf(item.price), item.current_period_end - 1);

/** An item in a period. */
export const inPeriod = (item: SubscriptionItem, period: Period): SubscriptionItem => ({
  ...item,
  current_period_start: period.start,
  current_period_end: period.end,
});
