import type { StepErrorValue } from "../protocol/operation";
import type { Answer } from "../protocol/read-answer";
import { insertCall } from "../store/calls";
import type { Db } from "../store/connection";
import { deleteLeased, type LeasedItem } from "../store/queue";
import { lockRun, type Run, saveExecutionMode } from "../store/runs";
import { applyOperations } from "./apply-operations";
import { type EngineContext, now } from "./context";
import { finishRun } from "./finish-run";
import { enqueueRetry, type MadeCall } from "./retry-call";

/**
 * Stores what a call came to. Storing a step, taking its call off the queue and queueing the next are one
 * transaction. Returns the next call when it was leased to the caller.
 */
export async function applyAnswer(
  context: EngineContext,
  db: Db,
  call: MadeCall,
): Promise<LeasedItem | null> {
  const { item, answer } = call;
  const [run, isOurs] = await Promise.all([lockRun(db, item.runId), deleteLeased(db, item)]);
  // The run ended, or the lease ran out and somebody else made the call again: their result counts, not this one.
  if (!run || run.endedAt || !isOurs) return null;
  await insertCall(db, {
    runId: run.id,
    stepId: item.stepId,
    attempt: item.attempt,
    httpStatus: answer.httpStatus || null,
    outcome: describeOutcome(answer),
    error: findError(answer),
    startedAt: call.startedAt,
    endedAt: now(context),
  });
  await updateExecutionMode(db, run, answer);
  if (answer.kind === "completed") {
    await finishRun(context, db, run, { status: "Completed", output: answer.output });
    return null;
  }
  if (answer.kind === "operations") return await applyOperations(context, db, run, call, answer);
  if (answer.isRetriable && item.attempt + 1 < call.maxAttempts) {
    await enqueueRetry(context, db, run, item, answer.retryAfterMs);
  } else {
    await finishRun(context, db, run, { status: "Failed", error: answer.error });
  }
  return null;
}

async function updateExecutionMode(db: Db, run: Run, answer: Answer): Promise<void> {
  const isRace =
    answer.kind === "operations" &&
    answer.operations.some((operation) => operation.opts?.["parallelMode"] === "race");
  const requestVersion = run.requestVersion ?? answer.requestVersion;
  const isEager = run.isEager || requestVersion === 1 || isRace;
  if (requestVersion === run.requestVersion && isEager === run.isEager) return;
  run.requestVersion = requestVersion;
  run.isEager = isEager;
  await saveExecutionMode(db, run.id, { requestVersion, isEager });
}

function describeOutcome(answer: Answer): string {
  if (answer.kind === "completed") return "completed";
  if (answer.kind === "failed") return answer.isRetriable ? "failed" : "failed for good";
  return answer.operations
    .map((operation) => `${operation.op} ${operation.displayName ?? ""}`.trim())
    .join(", ");
}

function findError(answer: Answer): StepErrorValue | null {
  if (answer.kind === "failed") return answer.error;
  if (answer.kind === "completed") return null;
  const error = answer.operations.find((operation) => operation.error)?.error;
  return (error as StepErrorValue | undefined) ?? null;
}
