import type { Db } from "./connection";

/** How much there is of everything. */
export interface Stats {
  /** Events not yet acted on. */
  events: number;
  /** Calls that could be made now. */
  due: number;
  /** Calls under way. */
  leased: number;
  /** Calls to be made later: attempts to come, throttled starts. */
  later: number;
  /** Sleeps, timeouts, debounces, batches and crons whose moment has come. */
  dueTimers: number;
  sleeping: number;
  waiting: number;
  debounces: number;
  batches: number;
  runs: Record<string, number>;
}

/**
 * Counts at one moment. The time is read by Postgres once its view of the tables is fixed: read before, it could be
 * earlier than the moment of a call queued meanwhile, which would then look as if it were for later.
 */
export async function getStats(db: Db, clockOffsetMs: number): Promise<Stats> {
  const [row] = await db<[Omit<Stats, "runs">]>`
    with moment as materialized (
      select clock_timestamp() + ${clockOffsetMs}::double precision * interval '1 millisecond' as now
    )
    select
      (select count(*)::integer from local_inngest.events where dispatched_at is null) as events,
      (select count(*)::integer from local_inngest.queue where lease_owner is null and available_at <= (select now from moment)) as due,
      (select count(*)::integer from local_inngest.queue where lease_owner is not null) as leased,
      (select count(*)::integer from local_inngest.queue where lease_owner is null and available_at > (select now from moment)) as later,
      (select count(*)::integer from local_inngest.pauses where expires_at <= (select now from moment))
        + (select count(*)::integer from local_inngest.debounces where due_at <= (select now from moment))
        + (select count(distinct (function_id, key))::integer from local_inngest.batches where due_at <= (select now from moment))
        + (select count(*)::integer from local_inngest.crons where due_at is null or due_at <= (select now from moment))
        as due_timers,
      (select count(*)::integer from local_inngest.pauses where kind = 'sleep' and expires_at > (select now from moment)) as sleeping,
      (select count(*)::integer from local_inngest.pauses where kind in ('event', 'invoke')) as waiting,
      (select count(*)::integer from local_inngest.debounces) as debounces,
      (select count(*)::integer from local_inngest.batches) as batches`;
  const runs = await db<{ status: string; count: number }[]>`
    select status, count(*)::integer as count from local_inngest.runs group by status order by status`;
  return { ...row, runs: Object.fromEntries(runs.map((run) => [run.status, run.count])) };
}
