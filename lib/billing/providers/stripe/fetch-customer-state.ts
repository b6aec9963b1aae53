import type Stripe from "stripe";
import { callStripe } from "@/lib/platform/stripe";
import { idOf, toDate } from "../../compute/read-stripe";
import { isMissing } from "./read-error";

/** Objects to read by their own id when the lists do not reach back to them. */
export interface ObjectIds {
  readonly subscriptions: readonly string[];
  readonly invoices: readonly string[];
  readonly sessions: readonly string[];
}

export interface CustomerState {
  readonly customer: Stripe.Customer | Stripe.DeletedCustomer;
  readonly subscriptions: readonly Stripe.Subscription[];
  /** Each with all of its lines. */
  readonly invoices: readonly Stripe.Invoice[];
  readonly paymentMethods: readonly Stripe.PaymentMethod[];
  readonly sessions: readonly Stripe.Checkout.Session[];
  /** Ids that were asked for and do not exist any more. */
  readonly missing: ObjectIds;
  /** Everything created at or after this instant was read; the epoch when nothing was left out. */
  readonly coversFrom: Date;
}

const PAGE = 100;
/** More of one kind than any customer has; a list that is longer is a runaway, not a history. */
const WHOLE_LIMIT = 10_000;
/** What a purchase is computed from: what was bought, and whether it was given back. */
const SESSION_EXPAND = ["line_items", "payment_intent.latest_charge"];

export interface FetchOptions {
  /** Objects of ours that can still change, and those an event named. */
  readonly wanted: ObjectIds;
  /** True reads the whole history; false the latest hundred of each kind and what is wanted. */
  readonly whole: boolean;
}

/**
 * Reads a customer's billing objects from Stripe. The cost does not grow with the customer's history: settled
 * objects older than the latest hundred are read only when they are wanted, or the whole is.
 *
 * @throws DomainError PROVIDER_UNAVAILABLE, or Stripe's own error
 */
export async function fetchCustomerState(customerId: string, options: FetchOptions): Promise<CustomerState> {
  const customer = await callStripe((client) => client.customers.retrieve(customerId));
  // A deleted customer is a tombstone: its lists are gone, its objects can still be read one by one.
  const lists = customer.deleted ? EMPTY_LISTS : await fetchLists(customerId, options.whole);
  const [subscriptions, invoices, sessions] = await Promise.all([
    fetchWanted(customerId, lists.subscriptions, options.wanted.subscriptions, (client, id) =>
      client.subscriptions.retrieve(id),
    ),
    fetchWanted(customerId, lists.invoices, options.wanted.invoices, (client, id) =>
      client.invoices.retrieve(id),
    ),
    fetchWanted(customerId, lists.sessions, options.wanted.sessions, (client, id) =>
      client.checkout.sessions.retrieve(id, { expand: SESSION_EXPAND }),
    ),
  ]);
  return {
    customer,
    subscriptions: subscriptions.objects,
    invoices: await Promise.all(invoices.objects.map(withAllLines)),
    paymentMethods: lists.paymentMethods.objects,
    sessions: sessions.objects,
    missing: {
      subscriptions: subscriptions.missing,
      invoices: invoices.missing,
      sessions: sessions.missing,
    },
    coversFrom: new Date(
      Math.max(
        ...[lists.subscriptions, lists.invoices, lists.sessions].map((list) => list.coversFrom.getTime()),
      ),
    ),
  };
}

interface Listed<T> {
  readonly objects: readonly T[];
  readonly coversFrom: Date;
}

const NOTHING = { objects: [], coversFrom: new Date(0) };
const EMPTY_LISTS: Awaited<ReturnType<typeof fetchLists>> = {
  subscriptions: NOTHING,
  invoices: NOTHING,
  paymentMethods: NOTHING,
  sessions: NOTHING,
};

async function fetchLists(customer: string, whole: boolean) {
  const [subscriptions, invoices, paymentMethods, sessions] = await Promise.all([
    fetchList(whole, (client) => client.subscriptions.list({ customer, status: "all", limit: PAGE })),
    fetchList(whole, (client) => client.invoices.list({ customer, limit: PAGE })),
    // A customer's cards are few, and one that is not listed is deleted here: always the whole list.
    fetchList(true, (client) => client.customers.listPaymentMethods(customer, { limit: PAGE })),
    fetchList(whole, (client) =>
      client.checkout.sessions.list({
        customer,
        limit: PAGE,
        expand: SESSION_EXPAND.map((path) => `data.${path}`),
      }),
    ),
  ]);
  return { subscriptions, invoices, paymentMethods, sessions };
}

async function fetchList<T extends { readonly id: string; readonly created: number }>(
  whole: boolean,
  list: (client: Stripe) => Stripe.ApiListPromise<T>,
): Promise<Listed<T>> {
  if (whole) {
    const objects = await callStripe((client) => list(client).autoPagingToArray({ limit: WHOLE_LIMIT }));
    return { objects, coversFrom: new Date(0) };
  }
  const page = await callStripe((client) => list(client));
  // Lists come newest first.
  const oldest = page.has_more ? page.data.at(-1) : undefined;
  return { objects: page.data, coversFrom: oldest ? toDate(oldest.created) : new Date(0) };
}

type Owned = { readonly id: string; readonly customer: string | { readonly id: string } | null };

async function fetchWanted<T extends Owned>(
  customerId: string,
  listed: Listed<T>,
  wanted: readonly string[],
  retrieve: (client: Stripe, id: string) => Promise<T>,
): Promise<{ objects: readonly T[]; missing: readonly string[] }> {
  const have = new Set(listed.objects.map((object) => object.id));
  const absent = [...new Set(wanted)].filter((id) => !have.has(id));
  const found = await Promise.all(
    absent.map(async (id) => {
      try {
        return { id, object: await callStripe((client) => retrieve(client, id)) };
      } catch (error) {
        if (isMissing(error)) return { id, object: null };
        throw error;
      }
    }),
  );
  return {
    // What an event named may belong to another customer by now: it is not ours to write here.
    objects: [
      ...listed.objects,
      ...found.flatMap(({ object }) => (object && idOf(object.customer) === customerId ? [object] : [])),
    ],
    missing: found.flatMap(({ id, object }) => (object ? [] : [id])),
  };
}

/** An invoice carries its first lines only; the rest is listed. */
async function withAllLines(invoice: Stripe.Invoice): Promise<Stripe.Invoice> {
  if (!invoice.lines.has_more) return invoice;
  const data = await callStripe((client) =>
    client.invoices.listLineItems(invoice.id, { limit: PAGE }).autoPagingToArray({ limit: WHOLE_LIMIT }),
  );
  return { ...invoice, lines: { ...invoice.lines, data, has_more: false } };
}
