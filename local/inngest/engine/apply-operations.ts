import { type Operation, parseStepError } from "../protocol/operation";
import type { Db } from "../store/connection";
import { DISCOVERY, enqueue, hasCall, type LeasedItem } from "../store/queue";
import type { Run } from "../store/runs";
import { countSteps, memoiseStep, recordRetryingStep } from "../store/steps";
import { type EngineContext, now } from "./context";
import { continueRun } from "./continue-run";
import { finishRun } from "./finish-run";
import { openInvoke, openPlanned, openSleep, openWait } from "./open-step";
import { describeStep, type Effect, refuse, type Scope } from "./operation-scope";
import { enqueueRetry, type MadeCall } from "./retry-call";

/** Steps one run may have; the hosted service's limit, and the end of a loop that never stops. */
const MAX_STEPS = 1000;

/** Applies the operations of a 206 answer. The run's row must be locked. Returns the next call if it was leased. */
export async function applyOperations(
  context: EngineContext,
  db: Db,
  run: Run,
  call: MadeCall,
  answer: Scope["answer"],
): Promise<LeasedItem | null> {
  const scope: Scope = { context, db, run, call, answer, owner: call.owner, leased: null };
  const effects: Effect[] = [];
  for (const operation of answer.operations) {
    const effect = await applyOperation(scope, operation);
    if (effect === "ended") return null;
    effects.push(effect);
  }
  if (effects.includes("memoised")) {
    scope.leased ??= await continueRun(context, db, run, scope.owner);
  }
  await checkProgress(scope, effects);
  return scope.leased;
}

/** Ends a run that would otherwise hang: one with too many steps, or with nothing left that could continue it. */
async function checkProgress(scope: Scope, effects: Effect[]): Promise<void> {
  const { context, db, run } = scope;
  const hasMoved = effects.some((effect) => effect !== "known");
  const { pending, total } = await countSteps(db, run.id);
  // A step may have got its result while this answer, which does not know of it, was under way: then another call
  // has been queued since, and that one tells what comes next.
  const isStuck = !hasMoved && pending === 0 && !(await hasCall(db, run.id));
  const fault =
    total > MAX_STEPS
      ? `the run has more than ${MAX_STEPS} steps`
      : isStuck
        ? "the function reported nothing that could continue it"
        : null;
  if (!fault) return;
  await finishRun(context, db, run, { status: "Failed", error: { name: "ExecutorError", message: fault } });
  scope.leased = null;
}

async function applyOperation(scope: Scope, operation: Operation): Promise<Effect> {
  switch (operation.op) {
    case "StepRun":
    case "Step":
      return await memoise(scope, operation, { type: "data", data: operation.data ?? null });
    case "StepError":
      return await applyStepError(scope, operation);
    case "StepFailed":
      return await memoise(scope, operation, { type: "error", error: parseStepError(operation.error) });
    case "StepPlanned":
      return await openPlanned(scope, operation);
    case "Sleep":
      return await openSleep(scope, operation);
    case "WaitForEvent":
      return await openWait(scope, operation);
    case "InvokeFunction":
      return await openInvoke(scope, operation);
    case "RunComplete":
      await finishRun(scope.context, scope.db, scope.run, {
        status: "Completed",
        output: operation.data ?? null,
      });
      return "ended";
    case "DiscoveryRequest": {
      const at = now(scope.context);
      await enqueue(scope.db, scope.run, { stepId: DISCOVERY, attempt: 0, availableAt: at });
      return "opened";
    }
    default:
      return await refuse(scope, operation);
  }
}

async function memoise(
  scope: Scope,
  operation: Operation,
  result: Parameters<typeof memoiseStep>[3],
): Promise<Effect> {
  const step = describeStep(operation, null);
  const isFirst = await memoiseStep(scope.db, scope.run.id, step, result, now(scope.context));
  return isFirst ? "memoised" : "known";
}

/** A step threw. The same call is repeated while attempts are left; then its error is what the code gets. */
async function applyStepError(scope: Scope, operation: Operation): Promise<Effect> {
  const { item, maxAttempts } = scope.call;
  if (!scope.answer.isRetriable || item.attempt + 1 >= maxAttempts) {
    return await memoise(scope, operation, { type: "error", error: parseStepError(operation.error) });
  }
  const detail = parseStepError(operation.error).message;
  await recordRetryingStep(scope.db, scope.run.id, describeStep(operation, detail), now(scope.context));
  await enqueueRetry(scope.context, scope.db, scope.run, item, scope.answer.retryAfterMs);
  return "opened";
}
