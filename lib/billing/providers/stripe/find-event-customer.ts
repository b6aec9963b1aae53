import type Stripe from "stripe";
import { callStripe } from "@/lib/platform/stripe";
import { idOf } from "../../compute/read-stripe";
import type { EventObject } from "../../webhooks/read-event";
import { isMissing } from "./read-error";

type Lookup = (client: Stripe, id: string) => Promise<{ customer: string | { id: string } | null }>;

const LOOKUPS: readonly (readonly [keyof EventObject & string, Lookup])[] = [
  ["payment_intent", (client, id) => client.paymentIntents.retrieve(id)],
  ["charge", (client, id) => client.charges.retrieve(id)],
  ["invoice", (client, id) => client.invoices.retrieve(id)],
  ["subscription", (client, id) => client.subscriptions.retrieve(id)],
];

/**
 * The customer of an object that names none itself, by way of the payment, charge, invoice or subscription
 * that it names: refunds, disputes and invoice payments do. Null when there is none.
 */
export async function findEventCustomer(object: EventObject): Promise<string | null> {
  for (const [field, retrieve] of LOOKUPS) {
    const id = idOf(object[field] as string | { id: string } | null | undefined);
    if (!id) continue;
    try {
      const found = await callStripe((client) => retrieve(client, id));
      const customer = idOf(found.customer);
      if (customer) return customer;
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
  }
  return null;
}
