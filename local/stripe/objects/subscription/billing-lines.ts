import { priceAmount, unitAmountIn } from "../../money/price-amount";
import { share } from "../../money/round";
import type { Price, Subscription, SubscriptionItem } from "../../state/records";
import type { World } from "../../world";
import type { LineDraft } from "../invoice/line-draft";
import { usageOf } from "../meter/usage";
import { netPrice } from "./net-price";
import { isMetered, type Period, priceOf, wholePeriodOf } from "./subscription-items";

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

function productName(world: World, price: Price): string {
  return world.state.products.find(price.product)?.name ?? price.nickname ?? price.id;
}

interface LineContext {
  item: SubscriptionItem;
  subscription: Subscription;
  period: { start: number; end: number };
}

function lineOf(
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
      `Trial period for ${productName(world, price)}`,
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

/** An item whose period is over and begins anew. */
export interface Turn {
  item: SubscriptionItem;
  past: Period;
  coming: Period;
  /** The whole period of the grid that the coming one is, or is the end of. */
  whole: Period;
}

/** What a renewal bills: the coming period of licensed items, the past one of metered items. */
export function renewalLines(world: World, subscription: Subscription, turns: readonly Turn[]): LineDraft[] {
  return turns.map(({ item, past, coming, whole }) =>
    isMetered(item)
      ? usageLine(world, subscription, item, past)
      : partialPeriodLine(world, subscription, item, coming, whole),
  );
}

const DATE = new Intl.DateTimeFormat("en-GB", {
  day: "2-digit",
  month: "short",
  year: "numeric",
  timeZone: "UTC",
});

/** Time that was paid for and will not be used: a credit, not discounted again. */
export function creditLine(
  world: World,
  subscription: Subscription,
  item: SubscriptionItem,
  credit: {
    amount: number;
    start: number;
    end: number;
    price: Price;
    quantity: number;
    invoice: string | null;
    line: string | null;
  },
): LineDraft {
  const base = lineOf(
    world,
    { item, subscription, period: { start: credit.start, end: credit.end } },
    -credit.amount,
    "",
    credit.quantity,
  );
  return {
    ...base,
    price: credit.price,
    description: `Unused time on ${credit.quantity === 1 ? "" : `${credit.quantity} × `}${productName(world, credit.price)} after ${DATE.format(credit.start * 1000)}`,
    discountable: false,
    discounts: [],
    bills: "credit",
    parent: prorationParent(
      subscription,
      item,
      credit.invoice && credit.line ? { invoice: credit.invoice, invoice_line_items: [credit.line] } : null,
    ),
  };
}

/** The rest of the period at the new price or quantity, with its discounts taken off. */
export function remainderLine(
  world: World,
  subscription: Subscription,
  item: SubscriptionItem,
  from: number,
): LineDraft {
  const price = priceOf(world, item);
  const quantity = item.quantity ?? 1;
  const whole = wholePeriodOf(subscription, item);
  const cost = netPrice(world, subscription, item, world.nowOf(subscription.customer));
  const base = lineOf(
    world,
    { item, subscription, period: { start: from, end: whole.end } },
    share(cost, whole.end - from, whole.end - whole.start),
    "",
    quantity,
  );
  return {
    ...base,
    description: `Remaining time on ${quantity === 1 ? "" : `${quantity} × `}${productName(world, price)} after ${DATE.format(from * 1000)}`,
    discountable: false,
    discounts: [],
    bills: "remainder",
    parent: prorationParent(subscription, item, null),
  };
}

function prorationParent(
  subscription: Subscription,
  item: SubscriptionItem,
  credited: { invoice: string; invoice_line_items: string[] } | null,
): LineDraft["parent"] {
  return {
    invoice_item_details: null,
    subscription_item_details: {
      invoice_item: null,
      proration: true,
      proration_details: { credited_items: credited },
      subscription: subscription.id,
      subscription_item: item.id,
    },
    type: "subscription_item_details",
  };
}
