import { ulid } from "ulid";
import { z } from "zod";
import { computeDeadline } from "../protocol/duration";
import { INTERNAL_EVENTS } from "../protocol/event-payload";
import { type Operation, parseStepError } from "../protocol/operation";
import type { Answer } from "../protocol/read-answer";
import type { Db } from "../store/connection";
import { insertMessage } from "../store/events";
import { insertPause, type Pause } from "../store/pauses";
import { DISCOVERY, enqueue, type LeasedItem } from "../store/queue";
import type { Run } from "../store/runs";
import {
  countSteps,
  type FoundStep,
  insertPendingStep,
  memoiseStep,
  recordRetryingStep,
} from "../store/steps";
import { type EngineContext, now } from "./context";
import { continueRun } from "./continue-run";
import { finishRun } from "./finish-run";
import { enqueueRetry, type MadeCall } from "./retry-call";

/** Steps one run may have; the hosted service's limit, and the end of a loop that never stops. */
const MAX_STEPS = 1000;

interface Scope {
  context: EngineContext;
  db: Db;
  run: Run;
  call: MadeCall;
  answer: Extract<Answer, { kind: "operations" }>;
  /** The executor the next call may be leased to. Used up by the first that takes it. */
  owner: string | null;
  leased: LeasedItem | null;
}

/**
 * What an operation did to its run: gave a step its result, opened something that will continue the run by itself,
 * ended the run, or nothing because it was known already.
 */
type Effect = "memoised" | "opened" | "ended" | "known";

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
  const fault =
    total > MAX_STEPS
      ? `the run has more than ${MAX_STEPS} steps`
      : !hasMoved && pending === 0
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
      return await open(scope, operation, null, async () => {
        const leased = await enqueue(
          scope.db,
          scope.run,
          { stepId: operation.id, attempt: 0, availableAt: now(scope.context) },
          scope.owner,
        );
        if (scope.owner) scope.leased = leased;
        else scope.context.wake.calls();
        scope.owner = null;
      });
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

async function open(
  scope: Scope,
  operation: Operation,
  detail: string | null,
  start: () => Promise<unknown>,
): Promise<Effect> {
  const step = describeStep(operation, detail);
  if (!(await insertPendingStep(scope.db, scope.run.id, step, now(scope.context)))) return "known";
  await start();
  return "opened";
}

async function openSleep(scope: Scope, operation: Operation): Promise<Effect> {
  const expiresAt = computeExpiry(scope, operation.name ?? "");
  return await open(scope, operation, `until ${expiresAt.toISOString()}`, () =>
    pause(scope, { opId: operation.id, kind: "sleep", expiresAt }),
  );
}

const waitOptionsSchema = z.object({
  event: z.string().optional(),
  timeout: z.string(),
  if: z.string().optional(),
});

async function openWait(scope: Scope, operation: Operation): Promise<Effect> {
  const options = waitOptionsSchema.safeParse(operation.opts);
  if (!options.success) return await refuse(scope, operation);
  const eventName = options.data.event ?? operation.name ?? "";
  const expiresAt = computeExpiry(scope, options.data.timeout);
  return await open(scope, operation, `${eventName}, until ${expiresAt.toISOString()}`, () =>
    pause(scope, {
      opId: operation.id,
      kind: "event",
      eventName,
      expression: options.data.if ?? null,
      triggerEventId: scope.run.events[0]?.id ?? null,
      expiresAt,
    }),
  );
}

const invokeOptionsSchema = z.object({
  function_id: z.string().min(1),
  payload: z
    .looseObject({ data: z.record(z.string(), z.unknown()).nullish(), v: z.string().nullish() })
    .nullish(),
  timeout: z.string().nullish(),
});

async function openInvoke(scope: Scope, operation: Operation): Promise<Effect> {
  const options = invokeOptionsSchema.safeParse(operation.opts);
  if (!options.success) return await refuse(scope, operation);
  const { function_id: functionId, payload, timeout } = options.data;
  const at = now(scope.context);
  const expiresAt = timeout ? computeExpiry(scope, timeout) : null;
  return await open(scope, operation, functionId, async () => {
    await pause(scope, { opId: operation.id, kind: "invoke", expiresAt });
    const id = ulid(at.getTime());
    const data = {
      ...payload?.data,
      _inngest: { fn_id: functionId, correlation_id: `${scope.run.id}.${operation.id}` },
    };
    const event = {
      id,
      name: INTERNAL_EVENTS.invoked,
      data,
      ts: at.getTime(),
      ...(payload?.v && { v: payload.v }),
    };
    await insertMessage(scope.db, {
      internalId: id,
      payload: event,
      at,
      invokedFunctionId: functionId,
      parentRunId: scope.run.id,
      parentOpId: operation.id,
    });
    scope.context.wake.dispatch();
  });
}

function computeExpiry(scope: Scope, text: string): Date {
  return new Date(computeDeadline(text, now(scope.context).getTime()));
}

async function pause(scope: Scope, given: Pick<Pause, "opId" | "kind"> & Partial<Pause>): Promise<void> {
  const empty = { eventName: null, expression: null, triggerEventId: null, expiresAt: null };
  await insertPause(scope.db, { ...empty, ...given, id: ulid(), runId: scope.run.id });
  if (given.expiresAt) scope.context.wake.at(given.expiresAt);
}

/** An operation we cannot carry out ends the run by name: ignoring it would hang the run or skip what it asked. */
async function refuse(scope: Scope, operation: Operation): Promise<Effect> {
  const name = operation.displayName ?? operation.name ?? operation.id;
  const message = `step "${name}" of ${scope.run.functionId} asks for ${operation.op}, which the local executor cannot do`;
  await finishRun(scope.context, scope.db, scope.run, {
    status: "Failed",
    error: { name: "ExecutorError", message },
  });
  return "ended";
}

function describeStep(operation: Operation, detail: string | null): FoundStep {
  return {
    opId: operation.id,
    op: operation.op,
    name: operation.displayName ?? operation.name ?? null,
    detail,
  };
}
