import type Stripe from "stripe";
import { idOf, toDate } from "./read-stripe";
import type { CustomerRow } from "./rows";

/** The row of a living customer. */
export function computeCustomer(customer: Stripe.Customer, accountId: string): CustomerRow {
  const address = customer.address ?? null;
  return {
    id: customer.id,
    accountId,
    email: customer.email,
    name: customer.name ?? null,
    currency: customer.currency ?? null,
    balanceCents: customer.balance,
    country: address?.country ?? null,
    address: address && {
      line1: address.line1,
      line2: address.line2,
      city: address.city,
      state: address.state,
      postalCode: address.postal_code,
      country: address.country,
    },
    defaultPaymentMethodId: idOf(customer.invoice_settings.default_payment_method),
    providerCreatedAt: toDate(customer.created),
    deletedAt: null,
  };
}
