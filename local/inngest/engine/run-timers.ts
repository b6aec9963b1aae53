import { ulid } from "ulid";
import { computeNextTick, findLatestTick } from "../protocol/cron";
import { parseDuration } from "../protocol/duration";
import { INTERNAL_EVENTS } from "../protocol/event-payload";
import { listCronTriggers } from "../protocol/function-config";
import type { StepResult } from "../protocol/operation";
import { listDueBatches } from "../store/batches";
import type { Db } from "../store/connection";
import { type CronState, listDueCrons, saveCronTick } from "../store/crons";
import { takeDueDebounces } from "../store/debounces";
import { insertDispatchedEvent } from "../store/events";
import { lockScheduling } from "../store/locks";
import { deletePause, listDuePauses, type Pause } from "../store/pauses";
import { lockRun } from "../store/runs";
import { cancelRun } from "./cancel-run";
import { type EngineContext, isProcessing, now } from "./context";
import { resumeStep } from "./continue-run";
import { startBatch } from "./dispatch-events";
import { scheduleRun } from "./schedule-run";
import { transact } from "./transact";

const PAUSES_PER_ROUND = 200;

/** Acts on everything whose moment has come: sleeps, timeouts, debounces, batches, crons. */
export async function runTimers(context: EngineContext): Promise<boolean> {
  if (!isProcessing(context)) return false;
  const due = await listDuePauses(context.relaxedPool, now(context), PAUSES_PER_ROUND);
  for (const pause of due) await transact(context, "relaxed", (inner, db) => expirePause(inner, db, pause));
  await transact(context, "relaxed", async (context, db) => {
    await lockScheduling(db);
    await startDueDebounces(context, db);
    for (const batch of await listDueBatches(db, now(context))) {
      const config = context.registry.find(batch.functionId);
      if (config) await startBatch(context, db, config, batch.key);
    }
    for (const cron of await listDueCrons(db, now(context))) await fireCron(context, db, cron);
  });
  return due.length === PAUSES_PER_ROUND;
}

const TIMEOUT_RESULTS: Partial<Record<Pause["kind"], StepResult>> = {
  sleep: { type: "data", data: null },
  event: { type: "data", data: null },
  invoke: {
    type: "error",
    error: {
      name: "InngestInvokeTimeoutError",
      message: "Timed out waiting for invoked function to complete",
    },
  },
};

async function expirePause(context: EngineContext, db: Db, pause: Pause): Promise<void> {
  // The run first, then the pause: the order every other change of a run takes its locks in.
  const run = await lockRun(db, pause.runId);
  if (!run || !(await deletePause(db, pause.id))) return;
  const result = TIMEOUT_RESULTS[pause.kind];
  if (result && pause.opId) return await resumeStep(context, db, run.id, pause.opId, result);
  if (pause.kind === "finish-deadline" || (pause.kind === "start-deadline" && !run.startedAt)) {
    await cancelRun(
      context,
      db,
      run.id,
      `timeout: it had not ${pause.kind.replace("-deadline", "ed")} in time`,
    );
  }
}

async function startDueDebounces(context: EngineContext, db: Db): Promise<void> {
  for (const debounce of await takeDueDebounces(db, now(context))) {
    const config = context.registry.find(debounce.functionId);
    if (!config) continue;
    const events = [{ internalId: debounce.eventId, payload: debounce.payload }];
    await scheduleRun(context, db, { config, events, origin: "event" });
  }
}

/**
 * Starts a cron's run when a tick has passed, and computes its next moment. Ticks missed while nothing ran are not
 * caught up one by one: the latest of them runs, once.
 */
async function fireCron(context: EngineContext, db: Db, cron: CronState): Promise<void> {
  const config = context.registry.find(cron.functionId);
  const at = now(context);
  const trigger = config && listCronTriggers(config).find((item) => item.cron === cron.expression);
  if (!config || !trigger) return;
  const tickMs = findLatestTick(cron.expression, cron.lastTickAt.getTime(), at.getTime());
  const jitterMs = trigger.jitter ? Math.random() * parseDuration(trigger.jitter) : 0;
  if (tickMs !== null) await startCron(context, db, config.id, cron.expression, new Date(tickMs));
  const next = computeNextTick(cron.expression, at.getTime());
  const lastTickAt = tickMs === null ? cron.lastTickAt : new Date(tickMs);
  const dueAt = next === null ? null : new Date(next + jitterMs);
  await saveCronTick(db, { functionId: cron.functionId, expression: cron.expression, lastTickAt, dueAt });
  if (dueAt) context.wake.at(dueAt);
}

/** Starts a cron function for a tick. The scheduling lock must be held. Returns the run's id. */
export async function startCron(
  context: EngineContext,
  db: Db,
  functionId: string,
  expression: string,
  tick: Date,
  origin: "cron" | "manual" = "cron",
): Promise<string> {
  const config = context.registry.find(functionId);
  if (!config) throw new Error(`there is no function "${functionId}"`);
  const id = ulid(now(context).getTime());
  const payload = { id, name: INTERNAL_EVENTS.timer, data: { cron: expression }, ts: tick.getTime() };
  await insertDispatchedEvent(db, id, payload, now(context));
  return await scheduleRun(context, db, { config, events: [{ internalId: id, payload }], origin });
}
