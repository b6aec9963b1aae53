import type { EventPayload } from "../protocol/event-payload";
import { asJson, type Db } from "./connection";

export interface Debounce {
  functionId: string;
  key: string;
  eventId: string;
  payload: EventPayload;
  firstAt: Date;
  dueAt: Date;
}

/** Keeps the newest event of a key and moves its moment, never past `first event + maxWaitMs`. */
export async function upsertDebounce(
  db: Db,
  debounce: Omit<Debounce, "firstAt"> & { at: Date; maxWaitMs: number | null },
): Promise<Date> {
  const [row] = await db<{ dueAt: Date }[]>`
    insert into local_inngest.debounces as d (function_id, key, event_id, payload, first_at, due_at)
    values (${debounce.functionId}, ${debounce.key}, ${debounce.eventId}, ${asJson(db, debounce.payload)},
      ${debounce.at}, ${debounce.dueAt})
    on conflict (function_id, key) do update set event_id = excluded.event_id, payload = excluded.payload,
      due_at = least(excluded.due_at,
        d.first_at + (${debounce.maxWaitMs}::double precision * interval '1 millisecond'))
    returning due_at`;
  return row?.dueAt ?? debounce.dueAt;
}

/** Removes and returns the debounces whose time has come. */
export async function takeDueDebounces(db: Db, now: Date): Promise<Debounce[]> {
  return await db<Debounce[]>`delete from local_inngest.debounces where due_at <= ${now} returning *`;
}
