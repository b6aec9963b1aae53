import { z } from "zod";
import type { Context } from "@/lib/platform/context";
import { database } from "@/lib/platform/db";
import {
  type EventOutcome,
  handleStored,
  markProviderEvent,
  type StoredProviderEvent,
} from "@/lib/platform/inbox";
import { computeNamedObjects, type NamedObjects } from "../compute/compute-named-objects";
import { idOf } from "../compute/read-stripe";
import { findEventCustomer } from "../providers/stripe/find-event-customer";
import { listPaidInvoices } from "../providers/stripe/list-paid-invoices";
import { findCustomer } from "../repository/customers";
import { findPurchaseByPayment } from "../repository/purchases";
import { type EventObject, eventObject } from "../webhooks/read-event";
import { handlingOf } from "../webhooks/table";
import { syncCustomer } from "./sync-customer";

/**
 * Handles one stored event: finds the customer it is about and syncs it. The event is only a hint; what is
 * written is what the provider says now. Effects and the handled mark commit together, so an event that is
 * handled again, or twice at once, has one effect.
 *
 * @throws what the provider or the database threw, after noting the attempt: the queue tries again
 */
export const handleProviderEvent = (ctx: Context, eventId: string): Promise<EventOutcome> =>
  handleStored("stripe", eventId, (event) => handle(ctx, event));

const payload = z.object({ data: z.object({ object: eventObject }) });

async function handle(ctx: Context, event: StoredProviderEvent): Promise<EventOutcome> {
  const handling = handlingOf(event.type);
  if (handling.kind === "ignore") return await ignore(event, handling.reason, null);
  const object = payload.parse(event.payload).data.object;
  const customerId = event.customerId ?? (await findEventCustomer(object));
  if (!customerId) return await ignore(event, "names no customer", null);
  const named = await readNamedObjects(object, customerId);
  const result = await syncCustomer(ctx, customerId, {
    event: { id: event.id, receivedAt: event.receivedAt },
    named: named.ids,
    namedSince: named.since,
  });
  if (result.outcome === "unknown") return await ignore(event, result.reason, customerId);
  return { eventId: event.id, status: "handled", reason: result.reason };
}

/**
 * What the event names. A payment names neither its invoice nor its checkout, so they are looked up; but only
 * for a customer whose history is longer than what every sync reads anyway.
 */
async function readNamedObjects(object: EventObject, customerId: string): Promise<NamedObjects> {
  const named = computeNamedObjects(object);
  const known = await findCustomer(customerId);
  if (!known?.coversFrom || known.coversFrom.getTime() === 0) return named;
  const paymentIntentId = object.object === "payment_intent" ? object.id : idOf(object.payment_intent);
  if (!paymentIntentId) return named;
  const [invoices, purchase] = await Promise.all([
    listPaidInvoices(paymentIntentId),
    findPurchaseByPayment(known.accountId, paymentIntentId),
  ]);
  return {
    ids: {
      subscriptions: named.ids.subscriptions,
      invoices: [...named.ids.invoices, ...invoices],
      sessions: [...named.ids.sessions, ...(purchase ? [purchase.id] : [])],
    },
    since: new Date(0),
  };
}

async function ignore(
  event: StoredProviderEvent,
  reason: string,
  customerId: string | null,
): Promise<EventOutcome> {
  await markProviderEvent(database(), {
    id: event.id,
    status: "ignored",
    reason,
    accountId: null,
    customerId,
  });
  return { eventId: event.id, status: "ignored", reason };
}
