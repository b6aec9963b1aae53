import type { StepResult } from "../protocol/operation";
import { asJson, type Db } from "./connection";

export interface FoundStep {
  opId: string;
  op: string;
  name: string | null;
  /** What it waits for, in words for the page. */
  detail: string | null;
}

/**
 * Keeps a step the app reported as still to be done. Returns false when it was known already: a second report must
 * start nothing.
 */
export async function insertPendingStep(db: Db, runId: string, step: FoundStep, at: Date): Promise<boolean> {
  const rows = await db`
    insert into local_inngest.steps as s (run_id, op_id, op, name, status, detail, found_at)
    values (${runId}, ${step.opId}, ${step.op}, ${step.name}, 'pending', ${step.detail}, ${at})
    on conflict (run_id, op_id) do update set status = 'pending' where s.status = 'retrying'
    returning 1`;
  return rows.length > 0;
}

/** Shows a step that failed and will be tried again. A planned one stays pending: others wait for it. */
export async function recordRetryingStep(db: Db, runId: string, step: FoundStep, at: Date): Promise<void> {
  await db`
    insert into local_inngest.steps as s (run_id, op_id, op, name, status, detail, found_at)
    values (${runId}, ${step.opId}, ${step.op}, ${step.name}, 'retrying', ${step.detail}, ${at})
    on conflict (run_id, op_id) do update set detail = excluded.detail where s.status in ('retrying', 'pending')`;
}

/**
 * Memoises a step's result as the run's next. The run's row must be locked. Returns false when the step had its
 * result already: the first one stands.
 */
export async function memoiseStep(
  db: Db,
  runId: string,
  step: FoundStep,
  result: StepResult,
  at: Date,
): Promise<boolean> {
  const status = result.type === "data" ? "done" : "failed";
  const rows = await db`
    with moved as (
      update local_inngest.runs set steps_done = steps_done + 1 where id = ${runId} returning steps_done
    )
    insert into local_inngest.steps as s
      (run_id, op_id, op, name, status, position, result, detail, found_at, ended_at)
    select ${runId}, ${step.opId}, ${step.op}, ${step.name}, ${status}, steps_done, ${asJson(db, result)}::json,
      ${step.detail}, ${at}, ${at} from moved
    on conflict (run_id, op_id) do update set
      status = excluded.status, position = excluded.position, result = excluded.result,
      ended_at = excluded.ended_at, op = case when s.op = 'StepPlanned' then excluded.op else s.op end
      where s.status in ('pending', 'retrying')
    returning 1`;
  return rows.length > 0;
}

/** How many reported steps of a run have no result yet, and how many steps it has in all. */
export async function countSteps(db: Db, runId: string): Promise<{ pending: number; total: number }> {
  const [row] = await db<{ pending: number; total: number }[]>`
    select count(*) filter (where status = 'pending')::integer as pending, count(*)::integer as total
    from local_inngest.steps where run_id = ${runId}`;
  return row ?? { pending: 0, total: 0 };
}

/** The step as it was reported, so that a result arriving later keeps its name. */
export async function findStep(db: Db, runId: string, opId: string): Promise<FoundStep | null> {
  const [row] = await db<FoundStep[]>`
    select op_id, op, name, detail from local_inngest.steps where run_id = ${runId} and op_id = ${opId}`;
  return row ?? null;
}
