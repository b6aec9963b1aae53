import { priceAmount, unitAmountIn } from "../../money/price-amount";
import { share } from "../../money/round";
import type { Price, Subscription, SubscriptionItem } from "../../state/records";
import type { World } from "../../world";
import type { LineDraft } from "../invoice/line-draft";
import { usageOf } from "../meter/usage";
import { priceOf } from "./subscription-items";

const FORMATS = new Map<string, { format: Intl.NumberFormat; unit: number }>();

/** "$14.90", as Stripe writes amounts into descriptions. */
export function formatAmount(amount: number, currency: string): string {
  let known = FORMATS.get(currency);
  if (!known) {
    const format = new Intl.NumberFormat("en-US", { style: "currency", currency: currency.toUpperCase() });
    known = { format, unit: 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2) };
    FORMATS.set(currency, known);
  }
  return known.format.format(amount / known.unit);
}

/** "month", "3 months", "year". */
export function formatInterval(price: Price): string {
  const recurring = price.recurring;
  if (!recurring) return "once";
  return recurring.interval_count === 1
    ? recurring.interval
    : `every ${recurring.interval_count} ${recurring.interval}s`;
}

export function productName(world: World, price: Price): string {
  return world.state.products.find(price.product)?.name ?? price.nickname ?? price.id;
}

interface LineContext {
  item: SubscriptionItem;
  subscription: Subscription;
  period: { start: number; end: number };
}

/** A line for an item before its amount is known to be a whole period's, a part's or a credit. */
export function lineOf(
  world: World,
  context: LineContext,
  amount: number,
  description: string,
  quantity: number,
): LineDraft {
  const price = priceOf(world, context.item);
  const isTiered = price.billing_scheme === "tiered";
  return {
    amount,
    description,
    period: context.period,
    price,
    unitAmountDecimal: isTiered ? null : unitAmountIn(price, context.subscription.currency),
    quantity,
    discountable: true,
    discounts: context.item.discounts,
    parent: {
      invoice_item_details: null,
      subscription_item_details: {
        invoice_item: null,
        proration: false,
        proration_details: { credited_items: null },
        subscription: context.subscription.id,
        subscription_item: context.item.id,
      },
      type: "subscription_item_details",
    },
    subscription: context.subscription.id,
    metadata: context.subscription.metadata,
    taxRates: (context.item.tax_rates ?? []).map((rate) => rate.id),
  };
}

/** A licensed item for a whole period, billed in advance. */
export function periodLine(
  world: World,
  subscription: Subscription,
  item: SubscriptionItem,
  period: { start: number; end: number },
): LineDraft {
  const price = priceOf(world, item);
  const quantity = item.quantity ?? 1;
  const unit =
    price.billing_scheme === "tiered"
      ? ""
      : ` (at ${formatAmount(Number(unitAmountIn(price, subscription.currency) ?? 0), subscription.currency)} / ${formatInterval(price)})`;
  return lineOf(
    world,
    { item, subscription, period },
    priceAmount(price, subscription.currency, quantity),
    `${quantity} × ${productName(world, price)}${unit}`,
    quantity,
  );
}

/** A period, or the end of one: a first period may be shorter than the price's, and costs its share by the second. */
export function partialPeriodLine(
  world: World,
  subscription: Subscription,
  item: SubscriptionItem,
  period: { start: number; end: number },
  full: { start: number; end: number },
): LineDraft {
  const line = periodLine(world, subscription, item, period);
  return { ...line, amount: share(line.amount, period.end - period.start, full.end - full.start) };
}

/** A trial is on the invoice with nothing to pay. */
export function trialLine(
  world: World,
  subscription: Subscription,
  item: SubscriptionItem,
  period: { start: number; end: number },
): LineDraft {
  const price = priceOf(world, item);
  return {
    ...lineOf(
      world,
      { item, subscription, period },
      0,
      `Free trial for ${item.quantity ?? 1} × ${productName(world, price)}`,
      item.quantity ?? 1,
    ),
    unitAmountDecimal: "0",
  };
}

/** A metered item for the usage of a period that is over, billed in arrears. */
export function usageLine(
  world: World,
  subscription: Subscription,
  item: SubscriptionItem,
  period: { start: number; end: number },
): LineDraft {
  const price = priceOf(world, item);
  const quantity = usageOf(world, price.recurring?.meter ?? "", subscription.customer, period);
  return lineOf(
    world,
    { item, subscription, period },
    priceAmount(price, subscription.currency, quantity),
    `${quantity} × ${productName(world, price)}`,
    quantity,
  );
}
