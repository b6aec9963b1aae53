import type { StepResult } from "../protocol/operation";
import type { Db } from "../store/connection";
import { DISCOVERY, enqueue, hasWaitingDiscovery, type LeasedItem } from "../store/queue";
import { lockRun, type Run } from "../store/runs";
import { countSteps, findStep, memoiseStep } from "../store/steps";
import { type EngineContext, now } from "./context";

/**
 * Queues the call that finds out what comes next, once nothing reported is still open. A run in eager mode (races)
 * is asked after every result. With `owner` the call is leased to that executor at once.
 * The run's row must be locked.
 */
export async function continueRun(
  context: EngineContext,
  db: Db,
  run: Pick<Run, "id" | "orderAt" | "concurrencyKeys" | "concurrencyLimits" | "isEager">,
  owner: string | null,
): Promise<LeasedItem | null> {
  const [{ pending }, isQueued] = await Promise.all([
    countSteps(db, run.id),
    hasWaitingDiscovery(db, run.id),
  ]);
  if (isQueued || (pending > 0 && !run.isEager)) return null;
  return await enqueue(db, run, { stepId: DISCOVERY, attempt: 0, availableAt: now(context) }, owner);
}

/** Gives a waiting step its result and moves its run on. Does nothing when the run ended or the step has a result. */
export async function resumeStep(
  context: EngineContext,
  db: Db,
  runId: string,
  opId: string,
  result: StepResult,
): Promise<void> {
  const run = await lockRun(db, runId);
  if (!run || run.endedAt) return;
  const step = await findStep(db, runId, opId);
  if (!step || !(await memoiseStep(db, runId, step, result, now(context)))) return;
  await continueRun(context, db, run, null);
  context.wake.calls();
}
