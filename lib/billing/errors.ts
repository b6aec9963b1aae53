import { conflict, type DomainError, invalidRequest, refused } from "@/lib/platform/errors";

/** 400: no such price; names those there are. */
export const unknownPrice = (key: string, known: readonly string[]): DomainError =>
  invalidRequest(`There is no price ${JSON.stringify(key)}. Known prices: ${known.join(", ")}.`, [
    { path: "price", message: `must be one of ${known.join(", ")}` },
  ]);

/** 400: the free plan is what an account has without buying anything. */
export const freeNeedsNoCheckout = (): DomainError =>
  invalidRequest("The free plan needs no checkout: every account without a plan is on it.", [
    { path: "price", message: "must be a price that costs something" },
  ]);

/** 400: a plan that is bought once cannot be had twice. */
export const onlyOne = (priceKey: string): DomainError =>
  invalidRequest(`${priceKey} is bought once for the account; its quantity is 1.`, [
    { path: "quantity", message: "must be 1 for this price" },
  ]);

/** 422: nobody may pay for credits before there is a ledger to put them in. */
export const creditsNotOnSale = (): DomainError =>
  refused("CREDITS_NOT_ON_SALE", "Credit packs are not on sale yet. Plans are: see /api/catalog.");

/** 400: a return address that is not a path of this site. */
export const foreignPath = (field: string): DomainError =>
  invalidRequest(`${field} must be a path of this site, such as /billing.`, [
    { path: field, message: "must begin with a single slash and stay on this site" },
  ]);

/** 400: the price is not sold in this currency. */
export const unsupportedCurrency = (currency: string, known: readonly string[]): DomainError =>
  invalidRequest(`This price is not sold in ${currency.toUpperCase()}. Currencies: ${known.join(", ")}.`, [
    { path: "currency", message: `must be one of ${known.join(", ")}` },
  ]);

/** 422: the provider bills a customer in one currency for good. */
export const currencyFixed = (fixed: string): DomainError =>
  refused(
    "CURRENCY_FIXED",
    `This account is billed in ${fixed.toUpperCase()}. Its currency was set by its first purchase and cannot change.`,
    { currency: fixed },
  );

/** 422: no such promotion code, or it is over. */
export const promotionCodeInvalid = (code: string): DomainError =>
  refused("PROMOTION_CODE_INVALID", `The promotion code ${code} does not exist or is no longer valid.`, {
    promotionCode: code,
  });

/** 409: one running subscription for each account. */
export const alreadySubscribed = (subscription: {
  readonly id: string;
  readonly status: string;
}): DomainError =>
  conflict(
    "This account already has a subscription. Change it on the billing page instead of starting a second one.",
    { reason: "already_subscribed", subscriptionId: subscription.id, status: subscription.status },
  );

/** 409: bought once, it does not run out; buying it again would give nothing. */
export const alreadyOwned = (priceKey: string): DomainError =>
  conflict(`This account already owns ${priceKey}. Buying it again would give nothing more.`, {
    reason: "already_owned",
  });

/** 422: nobody should pay for an account that is about to be erased. */
export const accountClosing = (dueAt: Date): DomainError =>
  refused(
    "ACCOUNT_CLOSING",
    "This account is going to be deleted, so nothing can be bought for it. Undo the deletion first, under Settings.",
    { dueAt: dueAt.toISOString() },
  );

/** 409: another checkout of the account is being started this moment. */
export const checkoutBusy = (): DomainError =>
  conflict("Another checkout of this account is being started. Try again in a moment.", {
    reason: "in_progress",
  });

/** 409: nothing was ever bought, so the provider has no portal for this account. */
export const noCustomer = (): DomainError =>
  conflict("This account has bought nothing yet, so there is nothing to manage. Choose a plan first.", {
    reason: "no_customer",
  });

/** 409: the portal flow needs a running subscription. */
export const noSubscription = (): DomainError =>
  conflict("This account has no running subscription.", { reason: "no_subscription" });

/** 409: our mirror and the provider differ; the next sync puts it right. */
export const unknownToProvider = (): DomainError =>
  conflict(
    "The payment provider does not know this customer or subscription any more. Reload and try again.",
    {
      reason: "unknown_to_provider",
    },
  );

/** 422: the provider refused the checkout; its sentence is safe to show. */
export const checkoutRefused = (message: string, code: string | null): DomainError =>
  refused("CHECKOUT_REFUSED", `The payment provider refused this checkout: ${message}`, {
    ...(code && { providerCode: code }),
  });
