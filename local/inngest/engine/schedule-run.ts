import { ulid } from "ulid";
import { computeDeadline } from "../protocol/duration";
import type { EventPayload } from "../protocol/event-payload";
import { computeKey, computeNumber } from "../protocol/expression";
import { type FunctionConfig, listConcurrencyRules } from "../protocol/function-config";
import type { Db } from "../store/connection";
import { insertPause, type PauseKind } from "../store/pauses";
import { DISCOVERY, enqueue } from "../store/queue";
import { insertRun, listLiveSingletons, type NewRun, type RunOrigin } from "../store/runs";
import { cancelRun } from "./cancel-run";
import { type EngineContext, now } from "./context";
import { claimStart, reserveThrottleSlot } from "./limit-starts";
import { sendResultToParent } from "./send-result-to-parent";

export interface RunRequest {
  config: FunctionConfig;
  events: { internalId: string; payload: EventPayload }[];
  origin: RunOrigin;
  parent?: { runId: string; opId: string } | undefined;
}

/** Seconds a priority expression may move a run forwards or back. */
const MAX_PRIORITY_SECONDS = 600;

/**
 * Starts a run, or records why it was not started: a run that is skipped leaves a row with its reason.
 * The scheduling lock must be held. Returns the run's id.
 */
export async function scheduleRun(context: EngineContext, db: Db, request: RunRequest): Promise<string> {
  const { config } = request;
  const event = request.events[0]?.payload;
  if (!event) throw new Error(`a run of ${config.id} needs at least one event`);
  const at = now(context);
  const isByHand = request.origin === "manual" || request.origin === "rerun";
  let reason = isByHand ? null : await claimStart(db, config, event, at);
  const singletonKey = config.singleton ? `${config.id}|${computeKey(config.singleton.key, event)}` : null;
  if (!reason && singletonKey && config.singleton) {
    reason = await makeRoomForSingleton(context, db, singletonKey, config.singleton.mode);
  }
  const run: NewRun = {
    id: ulid(at.getTime()),
    functionId: config.id,
    status: reason ? "Skipped" : "Queued",
    origin: request.origin,
    reason,
    events: request.events.map((item) => item.payload),
    eventIds: request.events.map((item) => item.internalId),
    parentRunId: request.parent?.runId ?? null,
    parentOpId: request.parent?.opId ?? null,
    singletonKey,
    ...computeConcurrency(config, event),
    queuedAt: at,
    orderAt: computeOrder(config, event, at),
  };
  await insertRun(db, run);
  if (reason) {
    const error = { name: "Error", message: `the invoked function was skipped: ${reason}` };
    await sendResultToParent(context, db, run, { type: "error", error });
    return run.id;
  }
  const availableAt = config.throttle ? await reserveThrottleSlot(db, config, event, at) : at;
  await Promise.all([
    enqueue(db, run, { stepId: DISCOVERY, attempt: 0, availableAt }),
    ...listPauses(config, run, event, at).map((pause) => insertPause(db, pause)),
  ]);
  if (availableAt > at) context.wake.at(availableAt);
  else context.wake.calls();
  return run.id;
}

async function makeRoomForSingleton(
  context: EngineContext,
  db: Db,
  singletonKey: string,
  mode: "skip" | "cancel",
): Promise<string | null> {
  const living = await listLiveSingletons(db, singletonKey);
  if (living.length === 0) return null;
  if (mode === "skip") return `singleton: run ${living[0]} is still going`;
  for (const runId of living) await cancelRun(context, db, runId, "singleton: a newer run took its place");
  return null;
}

function computeConcurrency(
  config: FunctionConfig,
  event: EventPayload,
): { concurrencyKeys: string[]; concurrencyLimits: number[] } {
  const rules = listConcurrencyRules(config);
  const keys = rules.map((rule) => {
    const scope = rule.scope === "env" || rule.scope === "account" ? rule.scope : config.id;
    return `${scope}|${rule.key ?? ""}|${computeKey(rule.key, event)}`;
  });
  return { concurrencyKeys: keys, concurrencyLimits: rules.map((rule) => rule.limit) };
}

function computeOrder(config: FunctionConfig, event: EventPayload, at: Date): Date {
  if (!config.priority?.run) return at;
  const wanted = computeNumber(config.priority.run, event);
  const seconds = Math.min(Math.max(wanted, -MAX_PRIORITY_SECONDS), MAX_PRIORITY_SECONDS);
  return new Date(at.getTime() - seconds * 1000);
}

function listPauses(config: FunctionConfig, run: NewRun, event: EventPayload, at: Date) {
  const deadline = (text: string) => new Date(computeDeadline(text, at.getTime()));
  const base = {
    runId: run.id,
    opId: null,
    eventName: null,
    expression: null,
    triggerEventId: event.id,
    expiresAt: null,
  };
  const cancellations = (config.cancel ?? []).map((rule) => ({
    ...base,
    id: ulid(),
    kind: "cancel" as PauseKind,
    eventName: rule.event,
    expression: rule.if ?? null,
    expiresAt: rule.timeout ? deadline(rule.timeout) : null,
  }));
  const { start, finish } = config.timeouts ?? {};
  const deadlines = [
    { kind: "start-deadline" as PauseKind, text: start },
    { kind: "finish-deadline" as PauseKind, text: finish },
  ].flatMap(({ kind, text }) => (text ? [{ ...base, id: ulid(), kind, expiresAt: deadline(text) }] : []));
  return [...cancellations, ...deadlines];
}
