import type Stripe from "stripe";
import { at } from "./advance-clock";

export interface Life {
  clock: string;
  customer: string;
}

/** A customer with a card, on a clock of its own that stands at a date. */
export async function startLife(
  stripe: Stripe,
  date: string,
  params: Partial<Stripe.CustomerCreateParams> = {},
): Promise<Life> {
  const clock = await stripe.testHelpers.testClocks.create({ frozen_time: at(date) });
  const { id } = await stripe.customers.create({
    test_clock: clock.id,
    email: "life@example.com",
    ...params,
  });
  await setCard(stripe, id, "pm_card_visa");
  return { clock: clock.id, customer: id };
}

/** Makes a test card the customer's default. */
export async function setCard(stripe: Stripe, customer: string, card: string): Promise<void> {
  const method = await stripe.paymentMethods.attach(card, { customer });
  await stripe.customers.update(customer, { invoice_settings: { default_payment_method: method.id } });
}

/** All invoices of a customer with all their lines, oldest first. */
export async function invoicesOf(stripe: Stripe, customer: string): Promise<Stripe.Invoice[]> {
  const invoices = (await stripe.invoices.list({ customer, limit: 100 })).data.reverse();
  // an invoice carries its first ten
  for (const invoice of invoices)
    if (invoice.lines.has_more)
      invoice.lines = await stripe.invoices.listLineItems(invoice.id, { limit: 100 });
  return invoices;
}

/** What an invoice bills, for comparing a preview with what follows. */
export const shapeOf = (invoice: Stripe.Invoice) => ({
  subtotal: invoice.subtotal,
  total: invoice.total,
  amount_due: invoice.amount_due,
  taxes: invoice.total_taxes?.map((tax) => [tax.amount, tax.tax_behavior]),
  lines: invoice.lines.data.map((line) => [
    line.amount,
    line.description,
    line.period.start,
    line.period.end,
    line.quantity,
    line.discount_amounts?.map((part) => part.amount),
  ]),
});

export const day = (seconds: number): string => new Date(seconds * 1000).toISOString().slice(0, 10);
