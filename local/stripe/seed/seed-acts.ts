import { createCustomer } from "../objects/customer/create-customer";
import { openDispute } from "../objects/dispute/open-dispute";
import { createInvoice } from "../objects/invoice/create-invoice";
import { finalizeInvoice } from "../objects/invoice/finalize-invoice";
import { createInvoiceItem } from "../objects/invoice-item/invoice-items";
import { attachUnchecked } from "../objects/payment-method/attach-payment-method";
import { createCard, expiryYear } from "../objects/payment-method/create-payment-method";
import { createRefund } from "../objects/refund/operations";
import { createSubscription } from "../objects/subscription/create-subscription";
import { subscriptionIsOver } from "../objects/subscription/subscription-status";
import { updateSubscription } from "../objects/subscription/update-subscription";
import type { Charge } from "../state/records";
import type { World } from "../world";

const GOOD_CARD = "4242424242424242";
/** Can be saved, and is declined when it is charged. */
const FAILING_CARD = "4000000000000341";

export interface Person {
  name: string;
  email: string;
  country: string;
}

/** What marks everything that was made here. */
const metadata = { seeded: "true" };

export function join(world: World, { name, email, country }: Person): string {
  return createCustomer(world, { name, email, address: { country }, metadata }).id;
}

export function subscribe(world: World, customer: string, price: string): string {
  const { currency } = world.state.prices.get(price);
  return createSubscription(world, {
    customer,
    currency,
    items: [{ price }],
    default_payment_method: saveCard(world, customer, GOOD_CARD),
    metadata,
  }).subscription.id;
}

/** From the next renewal on, nothing is paid. */
export function stopPaying(world: World, subscription: string): void {
  const { customer } = world.state.subscriptions.get(subscription);
  updateSubscription(world, subscription, {
    default_payment_method: saveCard(world, customer, FAILING_CARD),
  });
}

export function leave(world: World, subscription: string): void {
  if (subscriptionIsOver(world.state.subscriptions.get(subscription))) return;
  updateSubscription(world, subscription, { cancel_at_period_end: true });
}

/** Gives the last payment back, or half of it. @returns whether anything had been paid */
export function refund(world: World, customer: string, isWhole: boolean): boolean {
  const charge = lastCharge(world, customer);
  if (!charge) return false;
  const amount = isWhole ? charge.amount : Math.ceil(charge.amount / 2);
  createRefund(world, { charge: charge.id, amount, reason: "requested_by_customer", metadata });
  return true;
}

/** @returns the dispute's id; null when nothing was paid that could be disputed */
export function dispute(world: World, customer: string, reason: string): string | null {
  const charge = lastCharge(world, customer);
  return charge ? openDispute(world, charge.id, { reason }).id : null;
}

/** Sends an invoice that nobody pays. */
export function owe(world: World, customer: string, amount: number): void {
  createInvoiceItem(world, { customer, amount, description: "Setup by hand" });
  const { id } = createInvoice(world, {
    customer,
    collection_method: "send_invoice",
    days_until_due: 14,
    pending_invoice_items_behavior: "include",
    metadata,
  });
  finalizeInvoice(world, id);
}

function saveCard(world: World, customer: string, number: string): string {
  const { id } = createCard(world, { number, expMonth: 12, expYear: expiryYear() });
  return attachUnchecked(world, id, customer).id;
}

function lastCharge(world: World, customer: string): Charge | null {
  for (const charge of world.state.charges.newestFirst({ index: "customer", key: customer }))
    if (charge.paid) return charge;
  return null;
}
