import { parseDuration } from "../protocol/duration";
import type { EventPayload } from "../protocol/event-payload";
import { computeKey, isMatch } from "../protocol/expression";
import type { FunctionConfig } from "../protocol/function-config";
import { parseStepError, type StepResult } from "../protocol/operation";
import { addToBatch, takeBatch } from "../store/batches";
import type { Db } from "../store/connection";
import { upsertDebounce } from "../store/debounces";
import { listWaitingEvents, markDispatched, recordDispatchFailure, type WaitingEvent } from "../store/events";
import { lockScheduling } from "../store/locks";
import { deleteInvokePause, deletePause, listPausesForEvent } from "../store/pauses";
import { cancelRun } from "./cancel-run";
import { type EngineContext, isProcessing, now } from "./context";
import { resumeStep } from "./continue-run";
import { scheduleRun } from "./schedule-run";
import { transact } from "./transact";

const BATCH_SIZE = 100;
const MAX_FAILURES = 5;

/**
 * Acts on waiting events, oldest first: resumes and cancels runs that wait for them, and starts the functions they
 * trigger. All of it is one transaction with marking them done. Returns whether more may be waiting.
 */
export async function dispatchEvents(context: EngineContext): Promise<boolean> {
  if (!isProcessing(context) || context.registry.isEmpty) return false;
  try {
    const count = await dispatchBatch(context, BATCH_SIZE);
    return count === BATCH_SIZE;
  } catch (error) {
    context.log.failure("events could not be dispatched together, trying them one by one", error);
    return await dispatchFirst(context);
  }
}

async function dispatchBatch(context: EngineContext, size: number): Promise<number> {
  return await transact(context, "relaxed", async (context, db) => {
    // Sent together and carried out in order: the list is read when the lock is held.
    const [, events] = await Promise.all([lockScheduling(db), listWaitingEvents(db, size)]);
    const ids = events.map((event) => event.internalId);
    if (ids.length > 0) {
      await Promise.all([markDispatched(db, ids, now(context)), dispatchInOrder(context, db, events)]);
    }
    return events.length;
  });
}

async function dispatchInOrder(context: EngineContext, db: Db, events: WaitingEvent[]): Promise<void> {
  for (const event of events) await dispatchEvent(context, db, event);
}

/** One event that cannot be acted on must not hold up those behind it: after five failures it is set aside, loudly. */
async function dispatchFirst(context: EngineContext): Promise<boolean> {
  const [event] = await listWaitingEvents(context.relaxedPool, 1);
  if (!event) return false;
  try {
    await dispatchBatch(context, 1);
    return true;
  } catch (error) {
    const isLast = event.dispatchFailures + 1 >= MAX_FAILURES;
    const message = error instanceof Error ? error.message : String(error);
    await recordDispatchFailure(context.pool, event.internalId, message, isLast ? now(context) : null);
    if (isLast) context.log.error(`event ${event.internalId} (${event.payload.name}) was set aside`, error);
    return isLast;
  }
}

async function dispatchEvent(context: EngineContext, db: Db, event: WaitingEvent): Promise<void> {
  if (event.invokedFunctionId) return await startInvoked(context, db, event, event.invokedFunctionId);
  if (event.parentRunId && event.parentOpId) {
    // Without its pause the parent gave up waiting (timeout) or ended.
    if (!(await deleteInvokePause(db, event.parentRunId, event.parentOpId))) return;
    const result = event.payload.data["result"] as StepResult;
    return await resumeStep(context, db, event.parentRunId, event.parentOpId, result);
  }
  await resolvePauses(context, db, event.payload);
  for (const config of context.registry.listTriggeredBy(event.payload)) {
    await trigger(context, db, config, event);
  }
}

async function startInvoked(
  context: EngineContext,
  db: Db,
  event: WaitingEvent,
  functionId: string,
): Promise<void> {
  const parent =
    event.parentRunId && event.parentOpId ? { runId: event.parentRunId, opId: event.parentOpId } : undefined;
  const config = context.registry.find(functionId);
  if (config) {
    await scheduleRun(context, db, { config, events: [event], origin: "invoke", parent });
  } else if (parent && (await deleteInvokePause(db, parent.runId, parent.opId))) {
    const error = parseStepError(`could not find the invoked function: ${functionId}`);
    await resumeStep(context, db, parent.runId, parent.opId, { type: "error", error });
  }
}

async function resolvePauses(context: EngineContext, db: Db, event: EventPayload): Promise<void> {
  for (const pause of await listPausesForEvent(db, event.name)) {
    if (pause.expiresAt && pause.expiresAt <= now(context)) continue;
    // The event that started a run never ends that run's own waits.
    if (pause.triggerEventId === event.id) continue;
    if (!isMatch(pause.expression, { event: pause.runEvent, async: event })) continue;
    if (pause.kind === "cancel") {
      await cancelRun(context, db, pause.runId, `cancelled by the event ${event.name}`);
    } else if (pause.opId && (await deletePause(db, pause.id))) {
      await resumeStep(context, db, pause.runId, pause.opId, { type: "data", data: event });
    }
  }
}

async function trigger(
  context: EngineContext,
  db: Db,
  config: FunctionConfig,
  event: WaitingEvent,
): Promise<void> {
  if (config.debounce) return await debounce(context, db, config, config.debounce, event);
  if (config.batchEvents && isMatch(config.batchEvents.if, { event: event.payload })) {
    return await batch(context, db, config, config.batchEvents, event);
  }
  await scheduleRun(context, db, { config, events: [event], origin: "event" });
}

async function debounce(
  context: EngineContext,
  db: Db,
  config: FunctionConfig,
  rule: NonNullable<FunctionConfig["debounce"]>,
  event: WaitingEvent,
): Promise<void> {
  const at = now(context);
  const dueAt = await upsertDebounce(db, {
    functionId: config.id,
    key: computeKey(rule.key, event.payload),
    eventId: event.internalId,
    payload: event.payload,
    at,
    dueAt: new Date(at.getTime() + parseDuration(rule.period)),
    maxWaitMs: rule.timeout ? parseDuration(rule.timeout) : null,
  });
  context.wake.at(dueAt);
}

async function batch(
  context: EngineContext,
  db: Db,
  config: FunctionConfig,
  rule: NonNullable<FunctionConfig["batchEvents"]>,
  event: WaitingEvent,
): Promise<void> {
  const key = computeKey(rule.key, event.payload);
  const dueAt = new Date(now(context).getTime() + parseDuration(rule.timeout));
  const gathered = { functionId: config.id, key, eventId: event.internalId, payload: event.payload };
  const added = await addToBatch(db, { ...gathered, dueAt });
  if (added.size >= rule.maxSize) await startBatch(context, db, config, key);
  else context.wake.at(added.dueAt);
}

/** Starts one run for all the events gathered under a key. The scheduling lock must be held. */
export async function startBatch(
  context: EngineContext,
  db: Db,
  config: FunctionConfig,
  key: string,
): Promise<void> {
  const taken = await takeBatch(db, config.id, key);
  const events = taken.map((item) => ({ internalId: item.eventId, payload: item.payload }));
  if (events.length > 0) await scheduleRun(context, db, { config, events, origin: "event" });
}
