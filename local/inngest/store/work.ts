import type { Db } from "./connection";
import { STRAY_AFTER_SECONDS } from "./executors";

/** What there is to do now, and the next moment anything becomes due. */
export interface Outlook {
  hasEvents: boolean;
  hasCalls: boolean;
  hasDueTimers: boolean;
  /** Calls are leased to others, who may have died, or were not renewed in time. */
  hasDoubtfulLeases: boolean;
  nextDueAt: Date | null;
}

/** One look at everything, by indexes only. */
export async function getOutlook(db: Db, owner: string, now: Date): Promise<Outlook> {
  const [row] = await db<[Outlook]>`
    select
      exists (select 1 from local_inngest.events where dispatched_at is null) as has_events,
      exists (select 1 from local_inngest.queue where lease_owner is null and available_at <= ${now}) as has_calls,
      exists (select 1 from local_inngest.pauses where expires_at <= ${now})
        or exists (select 1 from local_inngest.debounces where due_at <= ${now})
        or exists (select 1 from local_inngest.batches where due_at <= ${now})
        or exists (select 1 from local_inngest.crons where due_at is null or due_at <= ${now}) as has_due_timers,
      exists (select 1 from local_inngest.queue where lease_owner is not null and (lease_owner <> ${owner}
        or lease_until < clock_timestamp() + ${`${STRAY_AFTER_SECONDS} seconds`}::interval)) as has_doubtful_leases,
      least(
        (select min(expires_at) from local_inngest.pauses where expires_at > ${now}),
        (select min(due_at) from local_inngest.debounces where due_at > ${now}),
        (select min(due_at) from local_inngest.batches where due_at > ${now}),
        (select min(due_at) from local_inngest.crons where due_at > ${now}),
        (select min(available_at) from local_inngest.queue where lease_owner is null and available_at > ${now})
      ) as next_due_at`;
  return row;
}
