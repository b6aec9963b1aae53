import { database } from "@/lib/platform/db";

export interface WaitingEvents {
  readonly waiting: number;
  readonly oldestSeconds: number;
}

/** Due outbox events that have not been sent, counted up to 10,000. */
export async function countWaitingEvents(): Promise<WaitingEvents> {
  const [row] = await database()<WaitingEvents[]>`
    select count(*)::int as waiting, coalesce(extract(epoch from now() - min(created_at)), 0)::int as oldest_seconds
    from (
      select created_at from outbox where sent_at is null and available_at <= now()
      order by available_at limit 10000
    ) due`;
  return row ?? { waiting: 0, oldestSeconds: 0 };
}

/** Deletes events that were sent more than so many days ago; returns how many. */
export async function deleteSentEvents(olderThanDays: number): Promise<number> {
  const deleted = await database()`
    delete from outbox where sent_at < now() - ${olderThanDays} * interval '1 day'`;
  return deleted.count;
}
