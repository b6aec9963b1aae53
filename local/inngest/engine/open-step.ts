import { ulid } from "ulid";
import { z } from "zod";
import { computeDeadline } from "../protocol/duration";
import { INTERNAL_EVENTS } from "../protocol/event-payload";
import type { Operation } from "../protocol/operation";
import { insertMessage } from "../store/events";
import { insertPause, type Pause } from "../store/pauses";
import { enqueue } from "../store/queue";
import { insertPendingStep } from "../store/steps";
import { now } from "./context";
import { describeStep, type Effect, refuse, type Scope } from "./operation-scope";

/** Keeps a step that is to be done, and starts whatever will do it, unless it was reported before. */
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

/** A planned step gets a call of its own. The first may be leased to whoever is storing this answer. */
export async function openPlanned(scope: Scope, operation: Operation): Promise<Effect> {
  return await open(scope, operation, null, async () => {
    const call = { stepId: operation.id, attempt: 0, availableAt: now(scope.context) };
    const leased = await enqueue(scope.db, scope.run, call, scope.owner);
    if (scope.owner) scope.leased = leased;
    else scope.context.wake.calls();
    scope.owner = null;
  });
}

export async function openSleep(scope: Scope, operation: Operation): Promise<Effect> {
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

export async function openWait(scope: Scope, operation: Operation): Promise<Effect> {
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

export async function openInvoke(scope: Scope, operation: Operation): Promise<Effect> {
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
