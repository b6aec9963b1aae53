import type Stripe from "stripe";

/** Moves a test clock and waits until it is ready. */
export async function advanceTo(stripe: Stripe, clock: string, until: number): Promise<void> {
  await stripe.testHelpers.testClocks.advance(clock, { frozen_time: until });
  for (;;) {
    const { status } = await stripe.testHelpers.testClocks.retrieve(clock);
    if (status === "ready") return;
    if (status === "internal_failure") throw new Error(`Test clock ${clock} failed.`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

export const DAY = 86_400;

/** Unix seconds of a UTC date. */
export const at = (date: string): number => Math.floor(Date.parse(`${date}Z`) / 1000);
