import type { EventPayload } from "../protocol/event-payload";
import { asJson, type Db } from "./connection";

export interface BatchedEvent {
  functionId: string;
  key: string;
  eventId: string;
  payload: EventPayload;
}

/** Adds an event to its batch, which is due when its first event said. Returns the batch's size and moment. */
export async function addToBatch(
  db: Db,
  event: BatchedEvent & { dueAt: Date },
): Promise<{ size: number; dueAt: Date }> {
  const [first] = await db<{ dueAt: Date; size: number }[]>`
    select min(due_at) as due_at, count(*)::integer as size from local_inngest.batches
    where function_id = ${event.functionId} and key = ${event.key}`;
  const dueAt = first?.dueAt ?? event.dueAt;
  await db`
    insert into local_inngest.batches (function_id, key, event_id, payload, due_at)
    values (${event.functionId}, ${event.key}, ${event.eventId}, ${asJson(db, event.payload)}, ${dueAt})`;
  return { size: (first?.size ?? 0) + 1, dueAt };
}

/** Removes and returns one batch's events in their order. */
export async function takeBatch(db: Db, functionId: string, key: string): Promise<BatchedEvent[]> {
  return await db<BatchedEvent[]>`
    with taken as (
      delete from local_inngest.batches where function_id = ${functionId} and key = ${key} returning *
    )
    select function_id, key, event_id, payload from taken order by position`;
}

export async function listDueBatches(db: Db, now: Date): Promise<{ functionId: string; key: string }[]> {
  return await db<{ functionId: string; key: string }[]>`
    select distinct function_id, key from local_inngest.batches where due_at <= ${now}`;
}
