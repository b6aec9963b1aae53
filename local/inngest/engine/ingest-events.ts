import { z } from "zod";
import { computeEventId } from "../protocol/event-id";
import {
  type EventPayload,
  INTERNAL_EVENT_PREFIX,
  type IncomingEvent,
  incomingEventSchema,
} from "../protocol/event-payload";
import { inTransaction } from "../store/connection";
import { EVENTS_PER_INSERT, insertEvents, type NewEvent } from "../store/events";
import { type EngineContext, now } from "./context";

/** The sender sent something that is not an event. Nothing of its request was kept. */
export class InvalidEventError extends Error {
  override name = "InvalidEventError";
}

/**
 * Keeps events durably, then has them acted on. Returns the internal id of each, in order; a duplicate gets the id of
 * the event it repeats.
 */
export async function ingestEvents(
  context: EngineContext,
  body: unknown,
  seed: string | undefined,
): Promise<string[]> {
  const receivedAt = now(context);
  const events = parseEvents(body).map((event, index) => buildEvent(event, index, seed, receivedAt));
  // Without ids of their own the events are one statement, which needs no transaction around it.
  const isOneStatement = events.length <= EVENTS_PER_INSERT && events.every((event) => !event.hasOwnId);
  const { ids, inserted } = isOneStatement
    ? await insertEvents(context.pool, events)
    : await inTransaction(context.pool, (db) => insertEvents(db, events));
  if (inserted > 0) context.wake.dispatch();
  return ids;
}

function parseEvents(body: unknown): IncomingEvent[] {
  const parsed = z.array(incomingEventSchema).safeParse([body].flat());
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new InvalidEventError(`event ${issue?.path.join(".") ?? ""}: ${issue?.message ?? "not an event"}`);
  }
  const reserved = parsed.data.find((event) => event.name.toLowerCase().startsWith(INTERNAL_EVENT_PREFIX));
  if (reserved) throw new InvalidEventError(`event name is reserved for internal use: ${reserved.name}`);
  return parsed.data;
}

function buildEvent(
  event: IncomingEvent,
  index: number,
  seed: string | undefined,
  receivedAt: Date,
): NewEvent {
  const internalId = computeEventId(seed, index, receivedAt.getTime());
  const payload: EventPayload = {
    id: event.id ?? internalId,
    name: event.name,
    data: event.data ?? {},
    ts: event.ts ?? receivedAt.getTime(),
  };
  if (event.user !== undefined && event.user !== null) payload.user = event.user;
  if (event.v) payload.v = event.v;
  if (event.meta !== undefined && event.meta !== null) payload.meta = event.meta;
  return { internalId, payload, receivedAt, hasOwnId: Boolean(event.id) };
}
