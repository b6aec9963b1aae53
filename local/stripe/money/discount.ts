import type { Coupon, Discount } from "../state/records";
import { distribute, roundHalfUp } from "./round";

export interface DiscountableLine {
  amount: number;
  discountable: boolean;
  product: string | null;
  /** When what it bills begins, in Unix seconds: a discount that is over by then does not reach it. Now when absent. */
  start?: number;
  /** Discounts of this line alone; they go before those of the whole invoice. */
  discounts: readonly string[];
}

export interface AppliedDiscount {
  discount: Discount;
  coupon: Coupon;
}

export interface DiscountAmount {
  discount: string;
  /** Minor units taken off, positive. */
  amount: number;
}

/**
 * What discounts take off each line (https://docs.stripe.com/billing/subscriptions/coupons#stacking): a line's own
 * first, then the invoice's, in their order, each on what the ones before left. A percentage is rounded line by line;
 * a fixed amount is spread over the lines it applies to by their size and never exceeds them. Credits for unused
 * time are not discounted again.
 */
export function computeDiscounts(
  lines: readonly DiscountableLine[],
  own: ReadonlyMap<string, AppliedDiscount>,
  invoiceWide: readonly AppliedDiscount[],
  currency: string,
): DiscountAmount[][] {
  const left = lines.map((line) => line.amount);
  const taken: DiscountAmount[][] = lines.map(() => []);
  const apply = (applied: AppliedDiscount, eligible: boolean[]) => {
    const amounts = amountsOf(
      applied.coupon,
      left.map((amount, at) => (eligible[at] ? amount : 0)),
      currency,
    );
    amounts.forEach((amount, at) => {
      if (!eligible[at]) return;
      left[at] = (left[at] ?? 0) - amount;
      taken[at]?.push({ discount: applied.discount.id, amount });
    });
  };
  lines.forEach((line, at) => {
    for (const id of line.discounts) {
      const applied = own.get(id);
      if (applied)
        apply(
          applied,
          lines.map((_, other) => other === at && isEligible(line, applied)),
        );
    }
  });
  for (const applied of invoiceWide)
    apply(
      applied,
      lines.map((line) => isEligible(line, applied)),
    );
  return taken;
}

function isEligible(line: DiscountableLine, { coupon, discount }: AppliedDiscount): boolean {
  if (!line.discountable || line.amount <= 0) return false;
  if (discount.end !== null && line.start !== undefined && line.start >= discount.end) return false;
  const products = coupon.applies_to?.products;
  return !products || products.length === 0 || (line.product !== null && products.includes(line.product));
}

function amountsOf(coupon: Coupon, amounts: number[], currency: string): number[] {
  if (coupon.percent_off !== null) {
    const percent = coupon.percent_off;
    return amounts.map((amount) => roundHalfUp((amount * percent) / 100));
  }
  const off =
    coupon.currency === currency
      ? coupon.amount_off
      : (coupon.currency_options?.[currency]?.amount_off ?? null);
  const total = amounts.reduce((sum, amount) => sum + amount, 0);
  return distribute(Math.min(off ?? 0, total), amounts);
}
