/** Currencies that have no minor unit at Stripe (docs.stripe.com/currencies, "Zero-decimal currencies"). */
const ZERO_DECIMAL = new Set("bif clp djf gnf jpy kmf krw mga pyg rwf ugx vnd vuv xaf xof xpf".split(" "));

/** An amount in the minor unit of its currency: cents for USD, paise for INR, yen for JPY. */
export interface Money {
  readonly amountCents: number;
  /** ISO 4217 in lower case, as Stripe writes it. */
  readonly currency: string;
}

/**
 * Writes an amount for people in English, such as `$14.90`.
 *
 * @throws RangeError when the amount is not a safe integer: a fraction of a cent is a bug, not a price
 */
export function formatMoney({ amountCents, currency }: Money): string {
  if (!Number.isSafeInteger(amountCents)) throw new RangeError(`${amountCents} is not a whole minor unit.`);
  const digits = ZERO_DECIMAL.has(currency) ? 0 : 2;
  return new Intl.NumberFormat("en", {
    style: "currency",
    currency: currency.toUpperCase(),
    currencyDisplay: "narrowSymbol",
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(amountCents / 10 ** digits);
}
