import type { Stripe } from "stripe";
import { invalidRequest, missingParam } from "../../http/stripe-error";
import type { CheckoutPlan, CheckoutSession } from "../../state/records";
import type { World } from "../../world";
import { readCoupon } from "../discount/redeem-discount";
import { createPrice } from "../price/create-price";
import { getPrice } from "../price/operations";

type Params = Stripe.Checkout.SessionCreateParams;

/** What completing the session will make. @throws when a price or a discount does not fit the mode */
export function readCheckoutPlan(
  world: World,
  id: string,
  mode: CheckoutSession["mode"],
  params: Params,
): CheckoutPlan {
  const items = (params.line_items ?? []).map((item, at) => {
    const price = item.price_data
      ? createPrice(world, item.price_data as Stripe.PriceCreateParams)
      : getPrice(world, item.price ?? "", `line_items[${at}][price]`);
    if (!price.active)
      throw invalidRequest(
        `The price specified is inactive. This field only accepts active prices.`,
        `line_items[${at}][price]`,
      );
    if (mode === "payment" && price.type === "recurring")
      throw invalidRequest(
        "You specified `payment` mode but passed a recurring price. Either switch to `subscription` mode or use only one-time prices.",
        "mode",
      );
    return { price: price.id, quantity: item.quantity ?? 1, taxRates: item.tax_rates ?? [] };
  });
  if (mode !== "setup" && items.length === 0) throw missingParam("line_items");
  if (
    mode === "subscription" &&
    !items.some((item) => world.state.prices.get(item.price).type === "recurring")
  )
    throw invalidRequest(
      "You must provide at least one recurring price in `subscription` mode when using prices.",
      "line_items",
    );
  const discounts = (params.discounts ?? []).map((discount, at) => {
    readCoupon(world, discount, params.customer ?? null, `discounts[${at}]`);
    return {
      ...(discount.coupon ? { coupon: discount.coupon } : {}),
      ...(discount.promotion_code ? { promotion_code: discount.promotion_code } : {}),
    };
  });
  return {
    id,
    items,
    lineItems: [],
    subscriptionData: params.subscription_data ?? {},
    paymentIntentData: params.payment_intent_data ?? {},
    setupIntentData: params.setup_intent_data ?? {},
    discounts,
    customerUpdate: params.customer_update ?? {},
    paymentMethodOptions: { setupFutureUsage: params.payment_intent_data?.setup_future_usage ?? null },
  };
}
