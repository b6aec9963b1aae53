import { type AppliedDiscount, computeDiscounts } from "../../money/discount";
import { priceAmount } from "../../money/price-amount";
import type { Subscription, SubscriptionItem } from "../../state/records";
import type { World } from "../../world";
import { activeDiscounts } from "../discount/redeem-discount";
import { isMetered, priceOf } from "./subscription-items";

/** The discounts of a subscription's next invoice: its own, else its customer's. */
export function discountsOf(world: World, subscription: Subscription, at: number): string[] {
  const ofCustomer = world.state.customers.find(subscription.customer)?.discount;
  const own = subscription.discounts.length > 0 ? subscription.discounts : [];
  return activeDiscounts(world, own.length === 0 && ofCustomer ? [ofCustomer.id] : own, at);
}

/**
 * What a whole period of an item costs after the discounts of a moment. Prorations in flexible billing mode include
 * them (`proration_discounts: included`): their amounts are net, and they are not discounted again
 * (https://docs.stripe.com/billing/subscriptions/billing-mode/compare).
 */
export function netPrice(
  world: World,
  subscription: Subscription,
  item: SubscriptionItem,
  at: number,
): number {
  const { currency } = subscription;
  const licensed = subscription.items.data.filter((candidate) => !isMetered(candidate));
  const whole = (candidate: SubscriptionItem) =>
    priceAmount(priceOf(world, candidate), currency, candidate.quantity ?? 1);
  const find = (id: string): AppliedDiscount[] => {
    const discount = world.state.discounts.find(id);
    const coupon = world.state.coupons.find(discount?.source.coupon ?? "");
    return discount && coupon ? [{ discount, coupon }] : [];
  };
  const own = licensed.flatMap((candidate) => activeDiscounts(world, candidate.discounts, at));
  const taken = computeDiscounts(
    licensed.map((candidate) => ({
      amount: whole(candidate),
      discountable: true,
      product: candidate.price.product,
      discounts: candidate.discounts,
    })),
    new Map(own.flatMap((id) => find(id).map((applied) => [id, applied] as const))),
    discountsOf(world, subscription, at).flatMap(find),
    currency,
  );
  const position = licensed.findIndex((candidate) => candidate.id === item.id);
  return whole(item) - (taken[position] ?? []).reduce((sum, part) => sum + part.amount, 0);
}
