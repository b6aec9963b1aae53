import type { Stripe } from "stripe";
import { missingParam } from "../../http/stripe-error";
import { priceAmount, unitAmountIn } from "../../money/price-amount";
import { newMetadata } from "../../state/metadata";
import type { InvoiceItem, Price } from "../../state/records";
import type { World } from "../../world";
import { getCustomer } from "../customer/find-customer";
import { redeemDiscounts } from "../discount/redeem-discount";
import type { LineDraft } from "../invoice/line-draft";
import { createPrice } from "../price/create-price";
import { getPrice } from "../price/operations";
import { readTaxRates } from "../subscription/read-tax-rates";

export const CREATE_INVOICE_ITEM_PARAMS = [
  "amount",
  "currency",
  "customer",
  "description",
  "discountable",
  "discounts",
  "invoice",
  "metadata",
  "period",
  "price_data",
  "pricing",
  "quantity",
  "subscription",
  "tax_rates",
  "unit_amount_decimal",
] as const satisfies readonly (keyof Stripe.InvoiceItemCreateParams)[];

/** What an item is made from; a line's price data may describe its product, too. */
export type InvoiceItemParams = Omit<Stripe.InvoiceItemCreateParams, "price_data"> & PriceParams;
type PriceParams = {
  pricing?: { price?: string };
  price_data?: Stripe.InvoiceAddLinesParams.Line.PriceData;
};

/** An amount that the customer's next invoice takes up. */
export function createInvoiceItem(world: World, params: InvoiceItemParams): InvoiceItem {
  const customer = getCustomer(world, params.customer ?? "", "customer");
  const price = readItemPrice(world, params);
  const currency = (params.currency ?? price?.currency ?? customer.currency ?? "usd").toLowerCase();
  const quantity = params.quantity ?? 1;
  const unit = params.unit_amount_decimal === undefined ? null : String(params.unit_amount_decimal);
  const amount =
    params.amount ??
    (price ? priceAmount(price, currency, quantity) : unit ? Math.round(Number(unit) * quantity) : undefined);
  if (amount === undefined) throw missingParam("amount");
  const now = world.nowOf(customer.id);
  return putInvoiceItem(world, {
    amount,
    currency,
    customer: customer.id,
    description:
      params.description ?? (price ? (world.state.products.find(price.product)?.name ?? null) : null),
    discountable: params.discountable ?? amount >= 0,
    discounts: redeemDiscounts(world, params.discounts || [], { customer: customer.id }),
    invoice: params.invoice ?? null,
    metadata: newMetadata(params.metadata),
    period: params.period ?? { start: now, end: now },
    price,
    quantity,
    unitAmountDecimal: price ? unitAmountIn(price, currency) : (unit ?? String(amount / quantity)),
    subscription: params.subscription ?? null,
    subscriptionItem: null,
    proration: false,
    taxRates: params.tax_rates ?? [],
  });
}

interface NewInvoiceItem {
  amount: number;
  currency: string;
  customer: string;
  description: string | null;
  discountable: boolean;
  discounts: string[];
  invoice: string | null;
  metadata: Record<string, string>;
  period: { start: number; end: number };
  price: Price | null;
  quantity: number;
  unitAmountDecimal: string | null;
  subscription: string | null;
  subscriptionItem: string | null;
  proration: boolean;
  /** Ids of manual rates. */
  taxRates: string[];
}

function putInvoiceItem(world: World, given: NewInvoiceItem): InvoiceItem {
  const item: InvoiceItem = {
    id: world.newId("ii"),
    object: "invoiceitem",
    amount: given.amount,
    currency: given.currency,
    customer: given.customer,
    customer_account: null,
    date: world.nowOf(given.customer),
    description: given.description,
    discountable: given.discountable,
    discounts: given.discounts,
    invoice: given.invoice,
    livemode: false,
    metadata: given.metadata,
    net_amount: given.amount,
    parent: given.subscription
      ? {
          subscription_details: {
            subscription: given.subscription,
            ...(given.subscriptionItem ? { subscription_item: given.subscriptionItem } : {}),
          },
          type: "subscription_details",
        }
      : null,
    period: given.period,
    pricing: given.price
      ? {
          price_details: { price: given.price.id, product: given.price.product },
          type: "price_details",
          unit_amount_decimal: given.unitAmountDecimal,
        }
      : null,
    proration: given.proration,
    quantity: given.quantity,
    quantity_decimal: String(given.quantity),
    tax_rates: readTaxRates(world, given.taxRates),
    test_clock: world.clockOf(given.customer),
  };
  world.state.invoiceItems.put(item);
  world.emit("invoiceitem.created", item);
  return item;
}

/** Keeps a proration until an invoice takes it up. */
export function holdLine(world: World, customer: string, currency: string, line: LineDraft): InvoiceItem {
  const details = line.parent?.subscription_item_details;
  return putInvoiceItem(world, {
    amount: line.amount,
    currency,
    customer,
    description: line.description,
    discountable: line.discountable,
    discounts: line.discounts,
    invoice: null,
    metadata: line.metadata,
    period: line.period,
    price: line.price,
    quantity: line.quantity,
    unitAmountDecimal: line.unitAmountDecimal,
    subscription: line.subscription,
    subscriptionItem: details?.subscription_item ?? null,
    proration: details?.proration ?? false,
    taxRates: line.taxRates,
  });
}

/** The lines of all pending items of a currency that belong to a subscription, or to none. */
export function pendingLines(
  world: World,
  customer: string,
  currency: string,
  subscription: string | null,
): LineDraft[] {
  const lines: LineDraft[] = [];
  for (const item of world.state.invoiceItems.oldestFirst({ index: "pending", key: customer })) {
    const owner = item.parent?.subscription_details?.subscription ?? null;
    if (item.currency === currency && (owner === null || owner === subscription))
      lines.push(toLineDraft(world, item));
  }
  return lines;
}

export function toLineDraft(world: World, item: InvoiceItem): LineDraft {
  const details = item.parent?.subscription_details;
  const isOfItem = Boolean(details?.subscription_item);
  return {
    amount: item.amount,
    description: item.description ?? "",
    period: item.period,
    price: world.state.prices.find(item.pricing?.price_details?.price ?? "") ?? null,
    unitAmountDecimal: item.pricing?.unit_amount_decimal ?? null,
    quantity: item.quantity,
    discountable: item.discountable,
    discounts: item.discounts ?? [],
    parent:
      isOfItem && details?.subscription_item
        ? {
            invoice_item_details: null,
            subscription_item_details: {
              invoice_item: item.id,
              proration: item.proration,
              proration_details: { credited_items: null },
              subscription: details.subscription,
              subscription_item: details.subscription_item,
            },
            type: "subscription_item_details",
          }
        : {
            invoice_item_details: {
              invoice_item: item.id,
              proration: item.proration,
              proration_details: { credited_items: null },
              subscription: details?.subscription ?? null,
            },
            subscription_item_details: null,
            type: "invoice_item_details",
          },
    subscription: details?.subscription ?? null,
    metadata: item.metadata ?? {},
    invoiceItem: item.id,
    taxRates: (item.tax_rates ?? []).map((rate) => rate.id),
  };
}

/** The price that a parameter names or describes; null when an amount says it all. */
export function readItemPrice(world: World, params: PriceParams): Price | null {
  if (params.pricing?.price) return getPrice(world, params.pricing.price, "pricing[price]");
  if (params.price_data)
    return createPrice(world, {
      ...params.price_data,
      unit_amount: params.price_data.unit_amount ?? 0,
    } as Stripe.PriceCreateParams);
  return null;
}
