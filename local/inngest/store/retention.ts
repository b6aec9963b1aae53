import type { Db } from "./connection";

/** Removes runs that ended and events acted on before the horizon, and expired ids and counts. */
export async function prune(db: Db, horizon: Date, now: Date): Promise<{ runs: number; events: number }> {
  const runs = await db`delete from local_inngest.runs where ended_at < ${horizon}`;
  const events = await db`
    delete from local_inngest.events e
    where received_at < ${horizon} and dispatched_at is not null
      and not exists (select 1 from local_inngest.run_events r where r.event_id = e.internal_id)`;
  await db`delete from local_inngest.event_ids where expires_at < ${now}`;
  await db`delete from local_inngest.starts where at < least(${horizon}::timestamptz, ${now}::timestamptz)`;
  return { runs: runs.count, events: events.count };
}

/** Forgets every event and run, and sets the clock and the crons back; functions stay registered. */
export async function resetState(db: Db, realNow: Date): Promise<void> {
  await db`
    truncate local_inngest.settings, local_inngest.events, local_inngest.event_ids, local_inngest.runs,
      local_inngest.run_events, local_inngest.steps, local_inngest.calls, local_inngest.queue,
      local_inngest.pauses, local_inngest.debounces, local_inngest.batches, local_inngest.starts`;
  await db`update local_inngest.crons set last_tick_at = ${realNow}, due_at = null`;
}
