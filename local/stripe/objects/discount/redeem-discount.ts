import { invalidRequest, noSuch } from "../../http/stripe-error";
import { addRecurrences } from "../../money/interval";
import type { Coupon, Discount, PromotionCode } from "../../state/records";
import type { World } from "../../world";

export interface DiscountParam {
  coupon?: string;
  promotion_code?: string;
  discount?: string;
}

interface Target {
  customer: string | null;
  subscription?: string | null;
  subscriptionItem?: string | null;
  invoice?: string | null;
  checkoutSession?: string | null;
  /** Since when it counts, in Unix seconds, when that is not now. */
  start?: number;
  /** What is bought first, in minor units, where a code may ask for a minimum. */
  order?: { amount: number; currency: string };
}

/**
 * Turns coupons and promotion codes into discounts on something. A repeating coupon ends so many months after it was
 * redeemed (https://docs.stripe.com/api/discounts/object#discount_object-end).
 *
 * @throws when a coupon or code is unknown, used up, expired, or restricted to somebody else
 */
export function redeemDiscounts(world: World, params: readonly DiscountParam[], target: Target): string[] {
  return params.map((param, at) => {
    if (param.discount) {
      if (!world.state.discounts.find(param.discount))
        throw noSuch("discount", param.discount, `discounts[${at}][discount]`, 400);
      return param.discount;
    }
    const isInCheckout = Boolean(target.checkoutSession);
    const { coupon, code } = readCoupon(world, param, target.customer, `discounts[${at}]`, isInCheckout);
    if (code && target.order) checkMinimum(code, target.order, `discounts[${at}]`);
    return redeem(world, coupon, code, target).id;
  });
}

/** The coupon behind a parameter, checked for use by a customer. @throws invalid_request_error */
export function readCoupon(
  world: World,
  param: DiscountParam,
  customer: string | null,
  at: string,
  isInCheckout = false,
): { coupon: Coupon; code: PromotionCode | null } {
  const code = param.promotion_code ? (world.state.promotionCodes.find(param.promotion_code) ?? null) : null;
  if (param.promotion_code && !code)
    throw noSuch("promotion code", param.promotion_code, `${at}[promotion_code]`, 400);
  const couponId = code?.promotion.coupon ?? param.coupon ?? "";
  const coupon = world.state.coupons.find(couponId);
  if (!coupon) throw noSuch("coupon", couponId, `${at}[coupon]`, 400);
  if (code) checkPromotionCode(world, code, customer, at, isInCheckout);
  if (!isCouponUsable(world, coupon))
    throw invalidRequest(`Coupon expired: ${coupon.id}`, at, "coupon_expired");
  return { coupon, code };
}

function checkPromotionCode(
  world: World,
  code: PromotionCode,
  customer: string | null,
  at: string,
  isInCheckout: boolean,
): void {
  const isExpired = code.expires_at !== null && code.expires_at <= world.now();
  const isUsedUp = code.max_redemptions !== null && code.times_redeemed >= code.max_redemptions;
  if (!code.active || isExpired || isUsedUp)
    throw invalidRequest("This promotion code is expired or inactive.", at, "promotion_code_expired");
  if (code.customer && code.customer !== customer)
    throw invalidRequest("This promotion code is not valid for this customer.", at);
  // a session has taken the code: what was tried in it since does not count against it
  const isKnown = isInCheckout ? hasPaidBefore : hasBoughtBefore;
  if (code.restrictions.first_time_transaction && customer && isKnown(world, customer))
    throw invalidRequest(
      "This promotion code cannot be redeemed because the associated customer has prior transactions.",
      at,
    );
}

function hasPaidBefore(world: World, customer: string): boolean {
  for (const charge of world.state.charges.newestFirst({ index: "customer", key: customer }))
    if (charge.paid) return true;
  return false;
}

/**
 * A payment that was begun is a prior transaction, completed or not, and so is a trial
 * (https://docs.stripe.com/billing/subscriptions/coupons#promotion-codes).
 */
function hasBoughtBefore(world: World, customer: string): boolean {
  const by = { index: "customer", key: customer } as const;
  for (const _ of world.state.paymentIntents.newestFirst(by)) return true;
  for (const subscription of world.state.subscriptions.newestFirst(by))
    if (subscription.trial_start !== null) return true;
  return false;
}

/** The least that an order must come to before anything is taken off; it is asked of the first one alone. */
function checkMinimum(code: PromotionCode, order: { amount: number; currency: string }, at: string): void {
  const { minimum_amount, minimum_amount_currency, currency_options } = code.restrictions;
  const least =
    minimum_amount_currency === order.currency
      ? minimum_amount
      : (currency_options?.[order.currency]?.minimum_amount ?? null);
  if (minimum_amount !== null && (least === null || order.amount < least))
    throw invalidRequest(
      "This promotion code cannot be redeemed because the order does not meet its minimum amount.",
      at,
    );
}

export function isCouponUsable(world: World, coupon: Coupon): boolean {
  const isExpired = coupon.redeem_by !== null && coupon.redeem_by <= world.now();
  const isUsedUp = coupon.max_redemptions !== null && coupon.times_redeemed >= coupon.max_redemptions;
  return coupon.valid && !isExpired && !isUsedUp;
}

function redeem(world: World, coupon: Coupon, code: PromotionCode | null, target: Target): Discount {
  const start = target.start ?? world.nowOf(target.customer);
  const discount = world.state.discounts.put({
    id: world.newId("di"),
    object: "discount",
    checkout_session: target.checkoutSession ?? null,
    customer: target.customer,
    customer_account: null,
    end:
      coupon.duration === "repeating"
        ? addRecurrences(start, { interval: "month", count: coupon.duration_in_months ?? 1 }, 1)
        : null,
    invoice: target.invoice ?? null,
    invoice_item: null,
    promotion_code: code?.id ?? null,
    source: { coupon: coupon.id, type: "coupon" },
    start,
    subscription: target.subscription ?? null,
    subscription_item: target.subscriptionItem ?? null,
  });
  const redeemed = coupon.times_redeemed + 1;
  world.state.coupons.put({
    ...coupon,
    times_redeemed: redeemed,
    valid: coupon.valid && (coupon.max_redemptions === null || redeemed < coupon.max_redemptions),
  });
  if (code) world.state.promotionCodes.put({ ...code, times_redeemed: code.times_redeemed + 1 });
  world.emit("customer.discount.created", discount);
  return discount;
}

/** The discounts that still apply at a moment; a `once` discount is spent by its first invoice. */
export function activeDiscounts(world: World, ids: readonly string[], at: number): string[] {
  return ids.filter((id) => {
    const discount = world.state.discounts.find(id);
    return discount && (discount.end === null || discount.end > at);
  });
}
