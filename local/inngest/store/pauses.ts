import type { EventPayload } from "../protocol/event-payload";
import type { Db } from "./connection";

export type PauseKind = "sleep" | "event" | "invoke" | "cancel" | "start-deadline" | "finish-deadline";

/** Something a run waits for, or that ends it, apart from its queue. */
export interface Pause {
  id: string;
  runId: string;
  opId: string | null;
  kind: PauseKind;
  eventName: string | null;
  expression: string | null;
  triggerEventId: string | null;
  expiresAt: Date | null;
}

export async function insertPause(db: Db, pause: Pause): Promise<void> {
  await db`
    insert into local_inngest.pauses
      (id, run_id, op_id, kind, event_name, expression, trigger_event_id, expires_at)
    values (${pause.id}, ${pause.runId}, ${pause.opId}, ${pause.kind}, ${pause.eventName}, ${pause.expression},
      ${pause.triggerEventId}, ${pause.expiresAt})`;
}

/** Pauses an event of this name may end, oldest first, with the event that started each one's run. */
export async function listPausesForEvent(
  db: Db,
  eventName: string,
): Promise<(Pause & { runEvent: EventPayload })[]> {
  return await db<(Pause & { runEvent: EventPayload })[]>`
    select p.*, r.events -> 0 as run_event
    from local_inngest.pauses p join local_inngest.runs r on r.id = p.run_id
    where p.event_name = ${eventName} order by p.id`;
}

/** Pauses whose time has come. */
export async function listDuePauses(db: Db, now: Date, limit: number): Promise<Pause[]> {
  return await db<Pause[]>`
    select * from local_inngest.pauses where expires_at <= ${now} order by expires_at limit ${limit}`;
}

/** Removes a pause. Returns false when it was gone: whoever removed it also acted on it. */
export async function deletePause(db: Db, id: string): Promise<boolean> {
  const rows = await db`delete from local_inngest.pauses where id = ${id} returning 1`;
  return rows.length > 0;
}

/** Removes the pause of a child run's parent. Returns false when the parent no longer waits. */
export async function deleteInvokePause(db: Db, runId: string, opId: string): Promise<boolean> {
  const rows = await db`
    delete from local_inngest.pauses where run_id = ${runId} and op_id = ${opId} and kind = 'invoke' returning 1`;
  return rows.length > 0;
}

export async function hasPauseFor(db: Db, eventName: string): Promise<boolean> {
  const rows = await db`select 1 from local_inngest.pauses where event_name = ${eventName} limit 1`;
  return rows.length > 0;
}
