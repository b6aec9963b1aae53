import { callFunction, type FunctionCall } from "../protocol/call-function";
import { computeMaxAttempts, type FunctionConfig } from "../protocol/function-config";
import type { StepErrorValue } from "../protocol/operation";
import { type Answer, UnusableAnswerError } from "../protocol/read-answer";
import { AppUnreachableError } from "../protocol/send-json";
import { deleteLeased, type LeasedItem, releaseItem } from "../store/queue";
import { loadRunForCall, type RunForCall } from "../store/runs";
import { applyAnswer } from "./apply-answer";
import { type EngineContext, isProcessing, now } from "./context";
import { transact } from "./transact";

/** How long a call waits that found the app down. It costs no attempt: nothing of it can have run. */
const UNREACHABLE_WAIT_MS = 1_000;

/**
 * Makes one leased call and stores what came of it. Returns the run's next call when it could be leased at once, so
 * that the caller goes on without asking the queue.
 */
export async function executeItem(context: EngineContext, item: LeasedItem): Promise<LeasedItem | null> {
  const run = await loadRunForCall(context.relaxedPool, item, now(context));
  if (!run) {
    await deleteLeased(context.pool, item);
    return null;
  }
  const config = context.registry.find(run.functionId);
  const startedAt = now(context);
  let answer: Answer;
  try {
    answer = config
      ? await callFunction(buildCall(run, item, config), {
          signingKey: context.options.signingKey,
          timeoutMs: context.options.callTimeoutMs,
          signal: context.stopping.signal,
        })
      : failure(0, `the function "${run.functionId}" is not registered`);
  } catch (error) {
    // Told to end: the lease goes back as it is, and the call will be made again.
    if (context.stopping.signal.aborted) return null;
    if (error instanceof AppUnreachableError) return await postpone(context, item, error);
    answer = failure(error instanceof UnusableAnswerError ? error.httpStatus : 0, describeError(error));
  }
  if (answer.kind === "failed" && answer.httpStatus >= 404) context.wake.register();
  const owner = isProcessing(context) ? context.owner : null;
  const maxAttempts = config ? computeMaxAttempts(config) : 1;
  return await transact(context, "durable", (context, db) =>
    applyAnswer(context, db, { item, answer, maxAttempts, startedAt, owner }),
  );
}

function buildCall(run: RunForCall, item: LeasedItem, config: FunctionConfig): FunctionCall {
  return {
    runtimeUrl: config.steps.step.runtime.url,
    functionId: run.functionId,
    runId: run.id,
    jobId: item.id,
    stepId: item.stepId,
    attempt: item.attempt,
    maxAttempts: computeMaxAttempts(config),
    events: run.events,
    steps: Object.fromEntries(run.steps.map((step) => [step.opId, step.result])),
    stack: run.steps.map((step) => step.opId),
    isPlanOnly: run.isBusyElsewhere,
    requestVersion: run.requestVersion,
  };
}

async function postpone(
  context: EngineContext,
  item: LeasedItem,
  error: AppUnreachableError,
): Promise<LeasedItem | null> {
  context.app.isUp = false;
  context.app.fault = error.message;
  context.wake.register();
  const availableAt = new Date(now(context).getTime() + UNREACHABLE_WAIT_MS);
  await releaseItem(context.pool, item, { attempt: item.attempt, availableAt });
  return null;
}

function describeError(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function failure(httpStatus: number, message: string): Answer {
  const error: StepErrorValue = { name: "ExecutorError", message };
  return { kind: "failed", httpStatus, requestVersion: null, error, isRetriable: true, retryAfterMs: null };
}
