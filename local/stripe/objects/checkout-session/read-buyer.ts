import type { CheckoutPlan, CheckoutSession } from "../../state/records";
import type { World } from "../../world";
import { toAddress } from "../address";
import { createCustomer } from "../customer/create-customer";

/** What a person enters on the page. */
export interface Buyer {
  email: string;
  name: string;
  /** Two letters. */
  country: string;
  postalCode?: string;
  card: { number: string; expMonth: number; expYear: number } | null;
}

/** The session's customer, with what the buyer said where the session asks for it; a new one when one is needed. */
export function readCustomer(
  world: World,
  session: CheckoutSession,
  plan: CheckoutPlan,
  buyer: Buyer,
): string | null {
  const address = toAddress({ country: buyer.country, postal_code: buyer.postalCode ?? "" });
  if (session.customer) {
    const before = world.state.customers.get(session.customer);
    const after = world.state.customers.put({
      ...before,
      ...(plan.customerUpdate.address === "auto" ? { address } : {}),
      ...(plan.customerUpdate.name === "auto" && buyer.name ? { name: buyer.name } : {}),
    });
    world.emit("customer.updated", after, before);
    return session.customer;
  }
  const isNeeded =
    session.mode !== "payment" ||
    session.customer_creation === "always" ||
    session.invoice_creation?.enabled ||
    plan.paymentMethodOptions.setupFutureUsage !== null;
  if (!isNeeded) return null;
  return createCustomer(world, {
    email: buyer.email,
    name: buyer.name,
    address: { country: buyer.country, postal_code: buyer.postalCode ?? "" },
  }).id;
}

export function billingOf(buyer: Buyer): {
  email: string;
  name: string;
  address: { country: string; postal_code: string };
} {
  return {
    email: buyer.email,
    name: buyer.name,
    address: { country: buyer.country, postal_code: buyer.postalCode ?? "" },
  };
}
