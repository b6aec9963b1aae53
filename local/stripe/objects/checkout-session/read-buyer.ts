import type { Stripe } from "stripe";
import { invalidRequest } from "../../http/stripe-error";
import type { Address, CheckoutPlan, CheckoutSession, PaymentMethod } from "../../state/records";
import type { World } from "../../world";
import { toAddress } from "../address";
import { createCustomer } from "../customer/create-customer";
import { createBankDebit } from "../payment-method/create-bank-debit";
import { createCard } from "../payment-method/create-payment-method";
import { debitTypeFor } from "../payment-method/test-bank-accounts";

/** What a person enters on the page. */
export interface Buyer {
  email: string;
  name: string;
  /** Two letters. */
  country: string;
  /** Where the session collects it. */
  address?: Omit<Stripe.AddressParam, "country">;
  card: { number: string; expMonth: number; expYear: number } | null;
  /** Account number or IBAN, to be debited instead. */
  debit?: string;
  /** A business's number, where the session collects it. */
  taxId?: { type: TaxIdType; value: string };
}

type TaxIdType = Stripe.TaxIdCreateParams["type"];

/** What the buyer pays with; null when nothing is. @throws when the session does not take it, or it cannot be one */
export function createMethod(world: World, session: CheckoutSession, buyer: Buyer): PaymentMethod | null {
  if (!buyer.debit)
    return buyer.card ? createCard(world, { ...buyer.card, billing: billingOf(buyer) }) : null;
  const type = debitTypeFor(session.currency ?? "usd");
  if (!type || !session.payment_method_types.includes(type))
    throw invalidRequest("This checkout session cannot be paid by bank debit.", "payment_method_types");
  return createBankDebit(world, { type, number: buyer.debit, billing: billingOf(buyer) });
}

/** The session's customer, with what the buyer said where the session asks for it; a new one when one is needed. */
export function readCustomer(
  world: World,
  session: CheckoutSession,
  plan: CheckoutPlan,
  buyer: Buyer,
): string | null {
  const address = addressOf(buyer);
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
    address: addressParam(buyer),
  }).id;
}

const addressParam = ({ address, country }: Buyer): Stripe.AddressParam => ({ ...address, country });

export const addressOf = (buyer: Buyer): Address => toAddress(addressParam(buyer));

function billingOf(buyer: Buyer): { email: string; name: string; address: Stripe.AddressParam } {
  return { email: buyer.email, name: buyer.name, address: addressParam(buyer) };
}
