import { computeDiscounts } from "../../money/discount";
import { priceAmount } from "../../money/price-amount";
import { roundHalfUp } from "../../money/round";
import { decideTaxOf, isInclusive, type TaxFacts } from "../../money/tax";
import type { CheckoutPlan, CheckoutSession, LineItem } from "../../state/records";
import type { World } from "../../world";
import { readCoupon } from "../discount/redeem-discount";
import { embedPrice } from "../price/operations";

interface BuyerPlace {
  country?: string | null;
  taxId?: { type: string };
}

/**
 * What is due today, line by line: recurring prices cost nothing during a trial, metered ones nothing in advance.
 *
 * @param buyer where the buyer says to be, without which tax is not known, and the number of a business
 */
export function computeSessionTotals(
  world: World,
  session: CheckoutSession,
  plan: CheckoutPlan,
  buyer: BuyerPlace = {},
): { session: CheckoutSession; lineItems: LineItem[] } {
  if (session.mode === "setup")
    return { session: { ...session, payment_status: "no_payment_required" }, lineItems: [] };
  const currency = session.currency ?? "usd";
  const isTrial = Boolean(plan.subscriptionData.trial_period_days ?? plan.subscriptionData.trial_end);
  const lines = plan.items.map((item) => {
    const price = world.state.prices.get(item.price);
    const isFree = (isTrial && price.type === "recurring") || price.recurring?.usage_type === "metered";
    return { item, price, subtotal: isFree ? 0 : priceAmount(price, currency, item.quantity) };
  });
  const applied = plan.discounts.map((discount) => {
    const { coupon } = readCoupon(world, discount, session.customer, "discounts");
    return { coupon, discount: { id: coupon.id } as never };
  });
  const taken = computeDiscounts(
    lines.map(({ subtotal, price }) => ({
      amount: subtotal,
      discountable: true,
      product: price.product,
      discounts: [],
    })),
    new Map(),
    applied,
    currency,
  );
  const tax = taxOf(world, session, buyer);
  const lineItems = lines.map(({ item, price, subtotal }, at): LineItem => {
    const discount = (taken[at] ?? []).reduce((sum, part) => sum + part.amount, 0);
    const inclusive = isInclusive(world, price, currency);
    const amountTax =
      tax === null ? 0 : roundHalfUp(((subtotal - discount) * tax) / (inclusive ? 100 + tax : 100));
    return {
      id: world.newId("li"),
      object: "item",
      adjustable_quantity: null,
      amount_discount: discount,
      amount_subtotal: subtotal,
      amount_tax: amountTax,
      amount_total: subtotal - discount + (inclusive ? 0 : amountTax),
      currency,
      description: world.state.products.find(price.product)?.name ?? price.id,
      metadata: {},
      price: embedPrice(price),
      quantity: price.recurring?.usage_type === "metered" ? null : item.quantity,
    };
  });
  const sum = (field: "amount_subtotal" | "amount_discount" | "amount_tax" | "amount_total") =>
    lineItems.reduce((total, line) => total + line[field], 0);
  const total = sum("amount_total");
  return {
    lineItems,
    session: {
      ...session,
      amount_subtotal: sum("amount_subtotal"),
      amount_total: total,
      total_details: {
        amount_discount: sum("amount_discount"),
        amount_shipping: 0,
        amount_tax: sum("amount_tax"),
      },
      automatic_tax: {
        ...session.automatic_tax,
        status: session.automatic_tax.enabled
          ? tax === null
            ? "requires_location_inputs"
            : "complete"
          : null,
      },
    },
  };
}

/** Percent; null when tax is not computed or the place is not known. */
function taxOf(world: World, session: CheckoutSession, buyer: BuyerPlace): number | null {
  if (!session.automatic_tax.enabled) return null;
  const customer = session.customer ? world.state.customers.get(session.customer) : null;
  const known = customer ? [...world.state.taxIds.newestFirst({ index: "customer", key: customer.id })] : [];
  const given = session.tax_id_collection?.enabled && buyer.taxId ? [buyer.taxId] : [];
  const decision = decideTaxOf(world, {
    country: buyer.country ?? customer?.address?.country,
    exempt: (customer?.tax_exempt ?? "none") as TaxFacts["exempt"],
    taxIds: [
      ...known.map(({ type, verification }) => ({ type, isRefuted: verification?.status === "unverified" })),
      ...given.map(({ type }) => ({ type, isRefuted: false })),
    ],
  });
  return decision ? (decision.rate?.percentage ?? 0) : null;
}
