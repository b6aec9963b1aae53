import { share } from "../../money/round";
import type { Price, Subscription, SubscriptionItem } from "../../state/records";
import type { World } from "../../world";
import type { LineDraft } from "../invoice/line-draft";
import { lineOf, productName } from "./billing-lines";
import { netPrice } from "./net-price";
import { priceOf, wholePeriodOf } from "./subscription-items";

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
    { item, subscription, period: { start: from, end: item.current_period_end } },
    share(cost, item.current_period_end - from, whole.end - whole.start),
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
