import { database } from "@/lib/platform/db";

export interface WaitingEvents {
  readonly waiting: number;
  readonly oldestSeconds: number;
}

/**
 * Outbox events that should have been sent by now, counted up to 10,000: those that are due, and those that
 * could not be sent and wait for their next try. An event kept for later is late only from its own hour on.
 */
export async function countWaitingEvents(): Promise<WaitingEvents> {
  const [row] = await database()<WaitingEvents[]>`
    select count(*)::int as waiting, coalesce(extract(epoch from now() - min(since)), 0)::int as oldest_seconds
    from (
      select case when attempts > 0 then created_at else greatest(created_at, available_at) end as since
      from outbox
      where sent_at is null and (available_at <= now() or attempts > 0)
      order by available_at
      limit 10000
    ) waiting_events`;
  return row ?? { waiting: 0, oldestSeconds: 0 };
}

/** Deletes events that were sent more than so many days ago; returns how many. */
export async function deleteSentEvents(olderThanDays: number): Promise<number> {
  const deleted = await database()`
    delete from outbox where sent_at < now() - ${olderThanDays} * interval '1 day'`;
  return deleted.count;
}
