import type { EventPayload } from "../protocol/event-payload";
import type { StepErrorValue, StepResult } from "../protocol/operation";
import { asJson, type Db } from "./connection";

export type RunStatus = "Queued" | "Running" | "Completed" | "Failed" | "Cancelled" | "Skipped";
export type RunOrigin = "event" | "cron" | "invoke" | "manual" | "rerun";

export interface Run {
  id: string;
  functionId: string;
  status: RunStatus;
  origin: RunOrigin;
  events: EventPayload[];
  output: unknown;
  error: StepErrorValue | null;
  reason: string | null;
  requestVersion: number | null;
  isEager: boolean;
  parentRunId: string | null;
  parentOpId: string | null;
  concurrencyKeys: string[];
  concurrencyLimits: number[];
  queuedAt: Date;
  orderAt: Date;
  startedAt: Date | null;
  endedAt: Date | null;
}

export interface NewRun {
  id: string;
  functionId: string;
  status: "Queued" | "Skipped";
  origin: RunOrigin;
  reason: string | null;
  events: EventPayload[];
  eventIds: string[];
  parentRunId: string | null;
  parentOpId: string | null;
  singletonKey: string | null;
  concurrencyKeys: string[];
  concurrencyLimits: number[];
  queuedAt: Date;
  orderAt: Date;
}

/** Keeps a new run and which events it belongs to. */
export async function insertRun(db: Db, run: NewRun): Promise<void> {
  const inserted = db`
    insert into local_inngest.runs (id, function_id, status, origin, reason, events, parent_run_id, parent_op_id,
      singleton_key, concurrency_keys, concurrency_limits, queued_at, order_at, ended_at)
    values (${run.id}, ${run.functionId}, ${run.status}, ${run.origin}, ${run.reason}, ${asJson(db, run.events)},
      ${run.parentRunId}, ${run.parentOpId}, ${run.singletonKey}, ${run.concurrencyKeys},
      ${run.concurrencyLimits}::integer[], ${run.queuedAt}, ${run.orderAt},
      ${run.status === "Skipped" ? run.queuedAt : null})`;
  const linked = db`
    insert into local_inngest.run_events (event_id, run_id)
    select distinct event_id, ${run.id} from unnest(${run.eventIds}::text[]) as event_id`;
  await Promise.all([inserted, linked]);
}

/** The run, locked against every other change until the transaction ends; null when it is gone. */
export async function lockRun(db: Db, runId: string): Promise<Run | null> {
  const [run] = await db<Run[]>`select * from local_inngest.runs where id = ${runId} for update`;
  return run ?? null;
}

export async function findRun(db: Db, runId: string): Promise<Run | null> {
  const [run] = await db<Run[]>`select * from local_inngest.runs where id = ${runId}`;
  return run ?? null;
}

/** A run as it has to be sent to the app: with its memo, and whether anything else of it is under way. */
export interface RunForCall extends Run {
  steps: { opId: string; result: StepResult }[];
  isBusyElsewhere: boolean;
}

/** Loads a run for a call by one of its queue items, and marks it started. */
export async function loadRunForCall(
  db: Db,
  item: { id: string; runId: string; leaseToken: string },
  now: Date,
): Promise<RunForCall | null> {
  const [run] = await db<RunForCall[]>`
    with started as (
      update local_inngest.runs set started_at = ${now}, status = 'Running'
      where id = ${item.runId} and started_at is null
        and exists (select 1 from local_inngest.queue q
          where q.id = ${item.id} and q.lease_token = ${item.leaseToken})
    )
    select r.*,
      coalesce((
        select json_agg(json_build_object('opId', s.op_id, 'result', s.result) order by s.position)
        from local_inngest.steps s where s.run_id = r.id and s.status in ('done', 'failed')
      ), '[]') as steps,
      exists (select 1 from local_inngest.queue q where q.run_id = r.id and q.id <> ${item.id})
        or exists (select 1 from local_inngest.steps s where s.run_id = r.id and s.status = 'pending')
        as is_busy_elsewhere
    from local_inngest.runs r
    where r.id = ${item.runId} and r.ended_at is null
      and exists (select 1 from local_inngest.queue q
        where q.id = ${item.id} and q.lease_token = ${item.leaseToken})`;
  return run ?? null;
}

/** Remembers how the SDK wants this run executed. */
export async function saveExecutionMode(
  db: Db,
  runId: string,
  mode: { requestVersion: number | null; isEager: boolean },
): Promise<void> {
  await db`
    update local_inngest.runs set request_version = ${mode.requestVersion}, is_eager = ${mode.isEager}
    where id = ${runId}`;
}

/** Ends a run and removes all that could still act on it. */
export async function endRun(
  db: Db,
  runId: string,
  end: {
    status: "Completed" | "Failed" | "Cancelled";
    output?: unknown;
    error?: StepErrorValue | null;
    reason?: string | null;
    at: Date;
  },
): Promise<void> {
  await Promise.all([
    db`
      update local_inngest.runs set status = ${end.status}, ended_at = ${end.at}, reason = ${end.reason ?? null},
        output = ${end.output === undefined ? null : asJson(db, end.output)},
        error = ${end.error ? asJson(db, end.error) : null}
      where id = ${runId}`,
    db`delete from local_inngest.queue where run_id = ${runId}`,
    db`delete from local_inngest.pauses where run_id = ${runId}`,
  ]);
}

/** Runs of a function still going under a singleton key. */
export async function listLiveSingletons(db: Db, singletonKey: string): Promise<string[]> {
  const rows = await db<{ id: string }[]>`
    select id from local_inngest.runs where singleton_key = ${singletonKey} and ended_at is null`;
  return rows.map((row) => row.id);
}

/** The memo of a run in the order its steps were done. */
export async function listStepResults(
  db: Db,
  runId: string,
): Promise<{ opId: string; result: StepResult }[]> {
  return await db<{ opId: string; result: StepResult }[]>`
    select op_id, result from local_inngest.steps
    where run_id = ${runId} and status in ('done', 'failed') order by position`;
}

/** The runs an event started, oldest first. */
export async function listRunsOfEvent(db: Db, eventInternalId: string): Promise<Run[]> {
  return await db<Run[]>`
    select r.* from local_inngest.runs r join local_inngest.run_events e on e.run_id = r.id
    where e.event_id = ${eventInternalId} order by r.id`;
}

/** The internal ids of the events a run belongs to. */
export async function listRunEventIds(db: Db, runId: string): Promise<string[]> {
  const rows = await db<{ eventId: string }[]>`
    select event_id from local_inngest.run_events where run_id = ${runId}`;
  return rows.map((row) => row.eventId);
}
