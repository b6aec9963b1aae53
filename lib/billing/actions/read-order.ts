import { CREDITS, findPrice, listPrices, type Sellable } from "@/lib/catalog";
import { accountPath, pricingPath } from "@/lib/platform/account-path";
import { env } from "@/lib/platform/env";
import { computeOwnUrl } from "../compute/compute-own-url";
import { creditsNotOnSale, freeNeedsNoCheckout, onlyOne, unknownPrice, unsupportedCurrency } from "../errors";
import { type CheckoutBody, checkoutBody } from "../schemas";

/** A checked request. */
export interface Order {
  readonly price: Sellable;
  readonly quantity: number;
  /** Null takes the customer's or the account's. */
  readonly currency: string | null;
  readonly promotionCode: string | null;
  readonly successPath: string;
  readonly cancelPath: string;
}

/**
 * Checks what a buyer asked for against the catalog and this site's own address.
 *
 * @param accountId whose pages to go on to where the buyer names none
 * @throws DomainError INVALID_REQUEST, CREDITS_NOT_ON_SALE
 */
export function readOrder(accountId: string, input: CheckoutBody): Order {
  const { price: key, ...body } = checkoutBody.parse(input);
  const price = findPrice(key);
  if (!price) throw unknownPrice(key, soldKeys());
  if (price.mode === "none") throw freeNeedsNoCheckout();
  if (price.tierKey === CREDITS) throw creditsNotOnSale();
  if (price.mode === "payment" && body.quantity !== 1) throw onlyOne(price.key);
  const currency = body.currency ?? null;
  if (currency && price.amounts[currency] === undefined) {
    throw unsupportedCurrency(currency, Object.keys(price.amounts));
  }
  const successPath = body.successPath ?? accountPath(accountId, "/billing");
  const cancelPath = body.cancelPath ?? pricingPath(accountId);
  computeOwnUrl(env().app.url, successPath, "successPath");
  computeOwnUrl(env().app.url, cancelPath, "cancelPath");
  return {
    price,
    quantity: body.quantity,
    currency,
    promotionCode: body.promotionCode ?? null,
    successPath,
    cancelPath,
  };
}

const soldKeys = (): readonly string[] =>
  listPrices().flatMap((price) => (price.mode === "none" ? [] : [price.key]));
