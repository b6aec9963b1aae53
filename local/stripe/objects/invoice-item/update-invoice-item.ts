import type { Stripe } from "stripe";
import { invalidRequest } from "../../http/stripe-error";
import { priceAmount, unitAmountIn } from "../../money/price-amount";
import { mergeMetadata } from "../../state/metadata";
import { textOr } from "../../state/params";
import type { InvoiceItem, Price } from "../../state/records";
import type { World } from "../../world";
import { redeemDiscounts } from "../discount/redeem-discount";
import { getInvoice } from "../invoice/find-invoice";
import { readTaxRates } from "../subscription/read-tax-rates";
import { type InvoiceItemParams, readItemPrice } from "./invoice-items";
import { checkIsDraft, refreshLine } from "./item-lines";

type Params = Stripe.InvoiceItemUpdateParams;

export const UPDATE_INVOICE_ITEM_PARAMS = [
  "amount",
  "description",
  "discountable",
  "discounts",
  "metadata",
  "period",
  "price_data",
  "pricing",
  "quantity",
  "tax_rates",
  "unit_amount_decimal",
] as const satisfies readonly (keyof Params)[];

/**
 * Changes an item that waits, or lies on a draft, whose line then follows. What a proration costs is computed, so only
 * its words can be changed (https://docs.stripe.com/api/invoiceitems/update).
 */
export function updateInvoiceItem(
  world: World,
  before: InvoiceItem,
  params: Omit<Params, "price_data"> & Pick<InvoiceItemParams, "price_data">,
): InvoiceItem {
  if (before.invoice) checkIsDraft(getInvoice(world, before.invoice));
  const price = readItemPrice(world, params);
  const costly = (["amount", "price_data", "pricing", "quantity", "unit_amount_decimal"] as const).find(
    (name) => params[name] !== undefined,
  );
  if (costly && before.proration)
    throw invalidRequest("You cannot change the cost of a proration.", costly, "invoice_not_editable");
  const after = world.state.invoiceItems.put({
    ...before,
    ...costOf(world, before, params, price),
    description: textOr(params.description, before.description),
    discountable: params.discountable ?? before.discountable,
    discounts:
      params.discounts === undefined
        ? before.discounts
        : redeemDiscounts(world, params.discounts || [], { customer: before.customer }),
    metadata: mergeMetadata(before.metadata ?? {}, params.metadata),
    period: params.period ?? before.period,
    tax_rates:
      params.tax_rates === undefined ? before.tax_rates : readTaxRates(world, params.tax_rates || []),
  });
  refreshLine(world, after);
  return after;
}

function costOf(
  world: World,
  before: InvoiceItem,
  params: Pick<Params, "amount" | "quantity" | "unit_amount_decimal">,
  given: Price | null,
): Partial<InvoiceItem> {
  const quantity = params.quantity ?? before.quantity;
  const counted = { quantity, quantity_decimal: String(quantity) };
  const plain = (amount: number): Partial<InvoiceItem> => ({ ...counted, amount, net_amount: amount });
  if (params.amount !== undefined) return { ...plain(params.amount), pricing: null };
  if (params.unit_amount_decimal !== undefined)
    return {
      ...plain(Math.round(Number(params.unit_amount_decimal) * quantity)),
      pricing: null,
    };
  const price = given ?? world.state.prices.find(before.pricing?.price_details?.price ?? "") ?? null;
  if (!given && params.quantity === undefined) return {};
  if (!price) return plain(Math.round((before.amount / before.quantity) * quantity));
  return {
    ...plain(priceAmount(price, before.currency, quantity)),
    pricing: {
      price_details: { price: price.id, product: price.product },
      type: "price_details",
      unit_amount_decimal: unitAmountIn(price, before.currency),
    },
  };
}
