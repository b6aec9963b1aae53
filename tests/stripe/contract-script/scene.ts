import type Stripe from "stripe";

export interface Scene {
  customer: Stripe.Customer;
  product: Stripe.Product;
  monthly: Stripe.Price;
  yearly: Stripe.Price;
  premium: Stripe.Price;
  pack: Stripe.Price;
}

/** A customer with a card, and a catalogue: what a part of the script finds and does not test. */
export async function setScene(stripe: Stripe): Promise<Scene> {
  const customer = await stripe.customers.create({
    email: "ada@example.com",
    name: "Ada",
    address: { country: "US", line1: "1 Main St" },
  });
  const card = await stripe.paymentMethods.attach("pm_card_visa", { customer: customer.id });
  await stripe.customers.update(customer.id, { invoice_settings: { default_payment_method: card.id } });
  const product = await stripe.products.create({ name: "Pro" });
  return {
    customer,
    product,
    monthly: await stripe.prices.create({
      product: product.id,
      currency: "usd",
      unit_amount: 1_490,
      recurring: { interval: "month" },
      tax_behavior: "exclusive",
      currency_options: { inr: { unit_amount: 14_900 } },
    }),
    yearly: await stripe.prices.create({
      product: product.id,
      currency: "usd",
      unit_amount: 14_900,
      recurring: { interval: "year" },
    }),
    premium: await stripe.prices.create({
      product_data: { name: "Premium" },
      currency: "usd",
      unit_amount: 2_490,
      recurring: { interval: "month" },
    }),
    pack: await stripe.prices.create({
      product_data: { name: "100 credits" },
      currency: "usd",
      unit_amount: 1_299,
    }),
  };
}
