import type Stripe from "stripe";
import type { Catalog } from "./billed-life";

/** Three monthly prices and a yearly one, none of which divides evenly. */
export async function makeCatalog(stripe: Stripe): Promise<Catalog> {
  const make = async (amount: number, interval: "month" | "year") => ({
    id: (
      await stripe.prices.create({
        product_data: { name: `${amount}` },
        currency: "usd",
        unit_amount: amount,
        recurring: { interval },
      })
    ).id,
    amount,
  });
  return {
    monthly: [await make(990, "month"), await make(1_490, "month"), await make(2_501, "month")],
    yearly: await make(12_345, "year"),
  };
}
