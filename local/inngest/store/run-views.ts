import type { StepErrorValue, StepResult } from "../protocol/operation";
import type { Db } from "./connection";
import type { RunOrigin, RunStatus } from "./runs";

/** A run in a list. */
export interface RunSummary {
  id: string;
  functionId: string;
  status: RunStatus;
  origin: RunOrigin;
  eventName: string;
  reason: string | null;
  errorMessage: string | null;
  queuedAt: Date;
  startedAt: Date | null;
  endedAt: Date | null;
}

export interface RunFilter {
  functionId: string | null;
  status: string | null;
  /** Shows runs older than the one of this id: ids sort by time. */
  before: string | null;
}

/** Runs, newest first. */
export async function listRuns(db: Db, filter: RunFilter, limit: number): Promise<RunSummary[]> {
  return await db<RunSummary[]>`
    select id, function_id, status, origin, events -> 0 ->> 'name' as event_name, reason,
      error ->> 'message' as error_message, queued_at, started_at, ended_at
    from local_inngest.runs
    where (${filter.functionId}::text is null or function_id = ${filter.functionId})
      and (${filter.status}::text is null or status = ${filter.status})
      and (${filter.before}::text is null or id < ${filter.before})
    order by id desc limit ${limit}`;
}

export interface StepView {
  opId: string;
  op: string;
  name: string | null;
  status: "pending" | "retrying" | "done" | "failed";
  result: StepResult | null;
  detail: string | null;
  foundAt: Date;
  endedAt: Date | null;
}

/** A run's steps in the order they were done, the open ones last. */
export async function listSteps(db: Db, runId: string): Promise<StepView[]> {
  return await db<StepView[]>`
    select op_id, op, name, status, result, detail, found_at, ended_at
    from local_inngest.steps where run_id = ${runId} order by position nulls last, found_at`;
}

export interface CallView {
  stepId: string;
  attempt: number;
  httpStatus: number | null;
  outcome: string;
  error: StepErrorValue | null;
  startedAt: Date;
  endedAt: Date;
}

/** The calls made for a run, oldest first. */
export async function listCalls(db: Db, runId: string): Promise<CallView[]> {
  return await db<CallView[]>`
    select step_id, attempt, http_status, outcome, error, started_at, ended_at
    from local_inngest.calls where run_id = ${runId} order by id limit 2000`;
}

/** The calls a run still has to make. */
export async function listQueued(
  db: Db,
  runId: string,
): Promise<{ stepId: string; attempt: number; availableAt: Date; isUnderWay: boolean }[]> {
  return await db<{ stepId: string; attempt: number; availableAt: Date; isUnderWay: boolean }[]>`
    select step_id, attempt, available_at, lease_owner is not null as is_under_way
    from local_inngest.queue where run_id = ${runId} order by available_at`;
}

/** How many runs each function has, by status. */
export async function countRunsByFunction(
  db: Db,
): Promise<{ functionId: string; status: RunStatus; count: number }[]> {
  return await db<{ functionId: string; status: RunStatus; count: number }[]>`
    select function_id, status, count(*)::integer as count from local_inngest.runs group by 1, 2`;
}
