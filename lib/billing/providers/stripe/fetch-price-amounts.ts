import { callStripe } from "@/lib/platform/stripe";

type Amounts = Readonly<Record<string, number | null>>;

// A price's amounts never change at the provider, so what was read once stays true for the process.
const read = new Map<string, Amounts>();

/**
 * Amounts of a price in its further currencies, in minor units by currency. Stripe leaves them out of a
 * subscription's price unless they are expanded, and that expansion is too deep for a list.
 */
export async function fetchPriceAmounts(priceId: string): Promise<Amounts> {
  const known = read.get(priceId);
  if (known) return known;
  const price = await callStripe((client) =>
    client.prices.retrieve(priceId, { expand: ["currency_options"] }),
  );
  const amounts = Object.fromEntries(
    Object.entries(price.currency_options ?? {}).map(([currency, option]) => [currency, option.unit_amount]),
  );
  read.set(priceId, amounts);
  return amounts;
}
