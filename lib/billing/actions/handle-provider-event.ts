import type { Context } from "@/lib/platform/context";
import { database } from "@/lib/platform/db";
import { computeNamedObjects, type NamedObjects } from "../compute/compute-named-objects";
import { idOf } from "../compute/read-stripe";
import { findEventCustomer } from "../providers/stripe/find-event-customer";
import { listPaidInvoices } from "../providers/stripe/list-paid-invoices";
import { findCustomer } from "../repository/customers";
import {
  type EventStatus,
  findProviderEvent,
  markProviderEvent,
  noteEventAttempt,
  type StoredProviderEvent,
} from "../repository/provider-events";
import { findPurchaseByPayment } from "../repository/purchases";
import { type EventObject, eventObject } from "../webhooks/read-event";
import { handlingOf } from "../webhooks/table";
import { syncCustomer } from "./sync-customer";

export interface EventOutcome {
  readonly eventId: string;
  readonly status: EventStatus | "absent";
  readonly reason: string;
}

/**
 * Handles one stored event: finds the customer it is about and syncs it. The event is only a hint; what is
 * written is what the provider says now. Effects and the handled mark commit together, so an event that is
 * handled again, or twice at once, has one effect.
 *
 * @throws what the provider or the database threw, after noting the attempt: the queue tries again
 */
export async function handleProviderEvent(ctx: Context, eventId: string): Promise<EventOutcome> {
  const event = await findProviderEvent(eventId);
  if (!event) return { eventId, status: "absent", reason: "no such event is stored" };
  if (event.status === "handled" || event.status === "ignored") {
    return {
      eventId,
      status: event.status,
      reason: `already ${event.status}: ${event.reason ?? "no reason"}`,
    };
  }
  try {
    return await handle(ctx, event);
  } catch (error) {
    await noteEventAttempt(eventId, error instanceof Error ? error.message : String(error));
    throw error;
  }
}

async function handle(ctx: Context, event: StoredProviderEvent): Promise<EventOutcome> {
  const handling = handlingOf(event.type);
  if (handling.kind === "ignore") return await ignore(event, handling.reason, null);
  const object = eventObject.parse(event.payload.data.object);
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
