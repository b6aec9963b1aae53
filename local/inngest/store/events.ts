import type { EventPayload } from "../protocol/event-payload";
import { asJson, type Db } from "./connection";

export interface NewEvent {
  internalId: string;
  payload: EventPayload;
  receivedAt: Date;
  /** Given by the sender, so a second one is a duplicate. */
  hasOwnId: boolean;
}

/** An event, or a message between runs, that still has to be acted on. */
export interface WaitingEvent {
  internalId: string;
  payload: EventPayload;
  invokedFunctionId: string | null;
  parentRunId: string | null;
  parentOpId: string | null;
  dispatchFailures: number;
}

const DEDUPE_WINDOW = "24 hours";
export const EVENTS_PER_INSERT = 1_000;

/**
 * Keeps events and returns the internal id of each, in order: its own, or that of the event it duplicates.
 */
export async function insertEvents(db: Db, events: NewEvent[]): Promise<{ ids: string[]; inserted: number }> {
  const ids: string[] = [];
  const fresh: NewEvent[] = [];
  for (const event of events) {
    const owner = event.hasOwnId ? await claimEventId(db, event) : event.internalId;
    ids.push(owner);
    if (owner === event.internalId) fresh.push(event);
  }
  let inserted = 0;
  for (let start = 0; start < fresh.length; start += EVENTS_PER_INSERT) {
    const rows = fresh.slice(start, start + EVENTS_PER_INSERT);
    const result = await db`
      insert into local_inngest.events ${db(
        rows.map((event) => ({
          internalId: event.internalId,
          name: event.payload.name,
          payload: asJson(db, event.payload) as never,
          receivedAt: event.receivedAt,
        })),
        "internalId",
        "name",
        "payload",
        "receivedAt",
      )}
      on conflict (internal_id) do nothing`;
    inserted += result.count;
  }
  return { ids, inserted };
}

async function claimEventId(db: Db, event: NewEvent): Promise<string> {
  const [row] = await db<{ internalId: string }[]>`
    insert into local_inngest.event_ids as known (id, internal_id, expires_at)
    values (${event.payload.id}, ${event.internalId}, ${event.receivedAt}::timestamptz + ${DEDUPE_WINDOW}::interval)
    on conflict (id) do update set
      internal_id = case when known.expires_at <= ${event.receivedAt} then excluded.internal_id else known.internal_id end,
      expires_at = case when known.expires_at <= ${event.receivedAt} then excluded.expires_at else known.expires_at end
    returning internal_id`;
  return row?.internalId ?? event.internalId;
}

/** Keeps a message of the executor's own: the start of a child run, or a child's result for its parent. */
export async function insertMessage(
  db: Db,
  message: {
    internalId: string;
    payload: EventPayload;
    at: Date;
    invokedFunctionId?: string | null;
    parentRunId?: string | null;
    parentOpId?: string | null;
  },
): Promise<void> {
  await db`
    insert into local_inngest.events
      (internal_id, name, payload, received_at, invoked_function_id, parent_run_id, parent_op_id)
    values (${message.internalId}, ${message.payload.name}, ${asJson(db, message.payload)}, ${message.at},
      ${message.invokedFunctionId ?? null}, ${message.parentRunId ?? null}, ${message.parentOpId ?? null})`;
}

/** Records an event that needs no dispatch, such as a cron's tick. */
export async function insertDispatchedEvent(
  db: Db,
  internalId: string,
  payload: EventPayload,
  at: Date,
): Promise<void> {
  await db`
    insert into local_inngest.events (internal_id, name, payload, received_at, dispatched_at)
    values (${internalId}, ${payload.name}, ${asJson(db, payload)}, ${at}, ${at})
    on conflict (internal_id) do nothing`;
}

/** The oldest events not yet acted on. */
export async function listWaitingEvents(db: Db, limit: number): Promise<WaitingEvent[]> {
  return await db<WaitingEvent[]>`
    select internal_id, payload, invoked_function_id, parent_run_id, parent_op_id, dispatch_failures
    from local_inngest.events where dispatched_at is null order by sequence limit ${limit}`;
}

export async function markDispatched(db: Db, internalIds: string[], at: Date): Promise<void> {
  await db`
    update local_inngest.events set dispatched_at = ${at}, dispatch_error = null
    where internal_id = any(${internalIds})`;
}

/** Counts a failed attempt to act on an event; the last one sets it aside with its error. */
export async function recordDispatchFailure(
  db: Db,
  internalId: string,
  error: string,
  setAsideAt: Date | null,
): Promise<void> {
  await db`
    update local_inngest.events
    set dispatch_failures = dispatch_failures + 1, dispatch_error = ${error}, dispatched_at = ${setAsideAt}
    where internal_id = ${internalId}`;
}

export interface StoredEvent {
  internalId: string;
  payload: EventPayload;
  receivedAt: Date;
}

/** An event by its internal id or by the id its sender gave. */
export async function findEvent(db: Db, id: string): Promise<StoredEvent | null> {
  const [row] = await db<StoredEvent[]>`
    select internal_id, payload, received_at from local_inngest.events
    where internal_id = coalesce((select internal_id from local_inngest.event_ids where id = ${id}), ${id})`;
  return row ?? null;
}

/** The newest events, at most `limit`, optionally of one name. */
export async function listEvents(db: Db, name: string | null, limit: number): Promise<StoredEvent[]> {
  return await db<StoredEvent[]>`
    select internal_id, payload, received_at from local_inngest.events
    where ${name}::text is null or name = ${name} order by sequence desc limit ${limit}`;
}
