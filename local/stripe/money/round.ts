/** Nearest whole minor unit, halves away from zero, as Stripe rounds prorations and percentages. */
export function roundHalfUp(value: number): number {
  return value < 0 ? -Math.round(-value) : Math.round(value);
}

/**
 * `amount * part / whole`, rounded once. Products of cents and seconds stay far below 2^53, so they are exact.
 */
export function share(amount: number, part: number, whole: number): number {
  return whole === 0 ? 0 : roundHalfUp((amount * part) / whole);
}

/**
 * Splits an amount over weights so that the parts add up to it: what does not divide falls to the later ones, as 5.00
 * over 10.00 and 20.00 is 1.66 and 3.34 (https://docs.stripe.com/billing/subscriptions/prorations#credit-prorations).
 */
export function distribute(amount: number, weights: readonly number[]): number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (total === 0) return weights.map(() => 0);
  let weighed = 0;
  let given = 0;
  return weights.map((weight) => {
    weighed += weight;
    const part = Math.floor((amount * weighed) / total) - given;
    given += part;
    return part;
  });
}
