/**
 * Smallest amounts Stripe charges, where they are not 50 minor units
 * (https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts).
 */
const MINIMUM: Record<string, number> = {
  aed: 200,
  czk: 1500,
  dkk: 250,
  gbp: 30,
  hkd: 400,
  huf: 17_500,
  mxn: 1000,
  myr: 200,
  nok: 300,
  pln: 200,
  ron: 200,
  sek: 300,
  thb: 1000,
};

/** Minor units; 50 for currencies that are not in the table. */
export const minimumAmount = (currency: string): number => MINIMUM[currency] ?? 50;

/** The most that a card payment may be, in minor units: twelve digits. */
export const MAXIMUM_AMOUNT = 999_999_999_999;

/** Currencies that are written with two decimals and have none (https://docs.stripe.com/currencies#special-cases). */
const WHOLE = new Set(["isk", "ugx"]);

/** Whether an amount is a fraction of a currency's smallest coin. */
export const isFraction = (amount: number, currency: string): boolean =>
  WHOLE.has(currency) && amount % 100 !== 0;
