import type { Stripe } from "stripe";
import { listPage } from "../../http/list-page";
import { listOperation, operation } from "../../http/operation";
import { invalidRequest, missingParam, noSuch, StripeError } from "../../http/stripe-error";
import { randomText } from "../../state/ids";
import { mergeMetadata, newMetadata } from "../../state/metadata";
import type { Coupon, PromotionCode } from "../../state/records";
import type { World } from "../../world";

function getCoupon(world: World, id: string, param?: string): Coupon {
  const coupon = world.state.coupons.find(id);
  if (!coupon) throw noSuch("coupon", id, param ?? "coupon", param ? 400 : 404);
  return coupon;
}

function createCoupon(world: World, params: Stripe.CouponCreateParams): Coupon {
  const hasPercent = params.percent_off !== undefined;
  const hasAmount = params.amount_off !== undefined;
  if (hasPercent === hasAmount)
    throw invalidRequest(
      "You must pass either `percent_off` or `amount_off`, and not both.",
      hasPercent ? "percent_off" : "amount_off",
    );
  if (hasAmount && !params.currency) throw missingParam("currency");
  const percent = params.percent_off ?? 0;
  if (hasPercent && (percent <= 0 || percent > 100))
    throw invalidRequest("Invalid percent_off: must be greater than 0 and at most 100.", "percent_off");
  if (params.duration === "repeating" && !params.duration_in_months) throw missingParam("duration_in_months");
  const id = params.id ?? randomText(8);
  if (world.state.coupons.find(id))
    throw new StripeError(400, "invalid_request_error", "resource_already_exists", "Coupon already exists.", {
      param: "id",
    });
  const options: NonNullable<Coupon["currency_options"]> = {};
  for (const [currency, option] of Object.entries(params.currency_options ?? {}))
    options[currency] = { amount_off: option.amount_off };
  const coupon = world.state.coupons.put({
    id,
    object: "coupon",
    amount_off: params.amount_off ?? null,
    applies_to: { products: params.applies_to?.products ?? [] },
    created: world.now(),
    currency: params.currency?.toLowerCase() ?? null,
    currency_options: options,
    duration: params.duration ?? "once",
    duration_in_months: params.duration_in_months ?? null,
    livemode: false,
    max_redemptions: params.max_redemptions ?? null,
    metadata: newMetadata(params.metadata),
    name: params.name ?? null,
    percent_off: params.percent_off ?? null,
    redeem_by: params.redeem_by ?? null,
    times_redeemed: 0,
    valid: true,
  });
  world.emit("coupon.created", coupon);
  return coupon;
}

function createPromotionCode(world: World, params: Stripe.PromotionCodeCreateParams): PromotionCode {
  const coupon = getCoupon(world, params.promotion.coupon ?? "", "promotion[coupon]");
  const code = params.code ?? randomText(8).toUpperCase();
  for (const known of world.state.promotionCodes.newestFirst({ index: "code", key: code.toLowerCase() }))
    if (known.active)
      throw invalidRequest(
        `An active promotion code with \`code: ${code}\` already exists.`,
        "code",
        "resource_already_exists",
      );
  const restrictions = params.restrictions;
  const promotion = world.state.promotionCodes.put({
    id: world.newId("promo"),
    object: "promotion_code",
    active: params.active ?? true,
    code,
    created: world.now(),
    customer: params.customer ?? null,
    customer_account: null,
    expires_at: params.expires_at ?? null,
    livemode: false,
    max_redemptions: params.max_redemptions ?? null,
    metadata: newMetadata(params.metadata),
    promotion: { coupon: coupon.id, type: "coupon" },
    restrictions: {
      first_time_transaction: restrictions?.first_time_transaction ?? false,
      minimum_amount: restrictions?.minimum_amount ?? null,
      minimum_amount_currency: restrictions?.minimum_amount_currency ?? null,
    },
    times_redeemed: 0,
  });
  world.emit("promotion_code.created", promotion);
  return promotion;
}

function getPromotionCode(world: World, id: string): PromotionCode {
  const code = world.state.promotionCodes.find(id);
  if (!code) throw noSuch("promotion code", id);
  return code;
}

export const couponOperations = [
  operation<Stripe.CouponCreateParams>(
    "POST",
    "/v1/coupons",
    [
      "id",
      "amount_off",
      "applies_to",
      "currency",
      "currency_options",
      "duration",
      "duration_in_months",
      "max_redemptions",
      "metadata",
      "name",
      "percent_off",
      "redeem_by",
    ],
    ({ world, params }) => createCoupon(world, params),
  ),
  listOperation<Stripe.CouponListParams>("/v1/coupons", [], ({ world, params }) =>
    listPage(world.state.coupons, params, { url: "/v1/coupons" }),
  ),
  operation("GET", "/v1/coupons/{id}", [], ({ world, id }) => getCoupon(world, id)),
  operation<Stripe.CouponUpdateParams>(
    "POST",
    "/v1/coupons/{id}",
    ["metadata", "name"],
    ({ world, params, id }) => {
      const before = getCoupon(world, id);
      const after = world.state.coupons.put({
        ...before,
        name: params.name ?? before.name,
        metadata: mergeMetadata(before.metadata ?? {}, params.metadata),
      });
      world.emit("coupon.updated", after, before);
      return after;
    },
  ),
  operation("DELETE", "/v1/coupons/{id}", [], ({ world, id }) => {
    // discounts that were redeemed go on: the coupon is only closed to new ones
    const coupon = getCoupon(world, id);
    world.emit("coupon.deleted", coupon);
    world.state.coupons.put({ ...coupon, valid: false });
    return { id, object: "coupon", deleted: true };
  }),
  operation<Stripe.PromotionCodeCreateParams>(
    "POST",
    "/v1/promotion_codes",
    ["promotion", "active", "code", "customer", "expires_at", "max_redemptions", "metadata", "restrictions"],
    ({ world, params }) => createPromotionCode(world, params),
  ),
  listOperation<Stripe.PromotionCodeListParams>(
    "/v1/promotion_codes",
    ["active", "code", "coupon", "customer"],
    ({ world, params }) =>
      listPage(world.state.promotionCodes, params, {
        url: "/v1/promotion_codes",
        by: params.code
          ? { index: "code", key: params.code.toLowerCase() }
          : params.coupon
            ? { index: "coupon", key: params.coupon }
            : undefined,
        where: (code) =>
          (params.active === undefined || code.active === params.active) &&
          (!params.coupon || code.promotion.coupon === params.coupon) &&
          (!params.customer || code.customer === params.customer),
      }),
  ),
  operation("GET", "/v1/promotion_codes/{id}", [], ({ world, id }) => getPromotionCode(world, id)),
  operation<Stripe.PromotionCodeUpdateParams>(
    "POST",
    "/v1/promotion_codes/{id}",
    ["active", "metadata"],
    ({ world, params, id }) => {
      const before = getPromotionCode(world, id);
      const after = world.state.promotionCodes.put({
        ...before,
        active: params.active ?? before.active,
        metadata: mergeMetadata(before.metadata ?? {}, params.metadata),
      });
      world.emit("promotion_code.updated", after, before);
      return after;
    },
  ),
];
