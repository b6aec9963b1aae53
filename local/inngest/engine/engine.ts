import { randomUUID } from "node:crypto";
import type { Log } from "../log";
import type { ExecutorOptions } from "../options";
import { closeConnections } from "../protocol/send-json";
import { openPool } from "../store/connection";
import { reclaimLeases } from "../store/executors";
import { migrate } from "../store/migrate";
import { releaseAll, renewLeases } from "../store/queue";
import { prune } from "../store/retention";
import { getSettings, SETTINGS_CHANNEL } from "../store/settings";
import { type EngineContext, now } from "./context";
import { dispatchEvents } from "./dispatch-events";
import { keepRegistered } from "./keep-registered";
import { startLife } from "./life";
import { createLoop } from "./loop";
import { loadRegistry } from "./register-app";
import { Registry } from "./registry";
import { runTimers } from "./run-timers";
import { reloadSettings } from "./shared-settings";
import { startWatch } from "./watch";
import { createWorker, type Worker } from "./worker";

export interface Engine {
  context: EngineContext;
  worker: Worker;
  /** Ends within a second and a half: calls under way get a moment, then their leases go back. */
  stop(): Promise<void>;
}

const RENEW_MS = 10_000;
const PRUNE_MS = 10 * 60_000;
const GRACE_MS = 800;

/** Starts everything but the HTTP server. Throws when the database cannot be used. */
export async function startEngine(options: ExecutorOptions, log: Log): Promise<Engine> {
  const pool = openPool(options.databaseUrl, 8);
  const relaxedPool = openPool(options.databaseUrl, 6, { isRelaxed: true });
  await migrate(pool);
  const nothing = () => undefined;
  const context: EngineContext = {
    owner: randomUUID(),
    pool,
    relaxedPool,
    options,
    log,
    registry: new Registry(),
    settings: await getSettings(pool),
    settingsRevision: 0,
    app: { isUp: false, fault: null },
    stopping: new AbortController(),
    wake: { dispatch: nothing, timers: nothing, calls: nothing, register: nothing, at: nothing },
  };
  await loadRegistry(context);
  const life = await startLife(context);
  await reclaimLeases(pool, context.owner, []);

  const dispatcher = createLoop("dispatching events", () => dispatchEvents(context), log);
  const timers = createLoop("running timers", () => runTimers(context), log);
  const worker = createWorker(context);
  const watch = startWatch(context, worker);
  const registration = keepRegistered(context);
  context.wake.dispatch = dispatcher.nudge;
  context.wake.timers = timers.nudge;
  context.wake.calls = worker.nudge;
  context.wake.register = registration.nudge;
  context.wake.at = watch.at;

  const listener = await pool.listen(SETTINGS_CHANNEL, () => {
    reload(context).then(watch.look, (error: unknown) => log.failure("settings could not be read", error));
  });
  const every = (ms: number, what: string, work: () => Promise<unknown>) =>
    setInterval(() => void work().catch((error: unknown) => log.failure(what, error)), ms);
  const intervals = [
    every(RENEW_MS, "leases could not be renewed", async () => {
      const itemIds = worker.listInFlight();
      if (itemIds.length > 0) await renewLeases(pool, context.owner, itemIds);
    }),
    every(PRUNE_MS, "old runs could not be removed", () => pruneOldRuns(context)),
  ];
  await pruneOldRuns(context);
  registration.nudge();
  watch.look();

  return {
    context,
    worker,
    async stop() {
      for (const interval of intervals) clearInterval(interval);
      const grace = new Promise((resolve) => setTimeout(resolve, GRACE_MS));
      const halted = Promise.all([dispatcher.stop(), timers.stop(), worker.stop(), watch.stop()]);
      await Promise.race([Promise.all([halted, worker.drained()]), grace]);
      context.stopping.abort();
      await Promise.race([registration.stop(), new Promise((resolve) => setTimeout(resolve, 200))]);
      await listener.unlisten();
      await releaseAll(pool, context.owner);
      closeConnections();
      await life.stop();
      await Promise.all([pool.end({ timeout: 0.3 }), relaxedPool.end({ timeout: 0.3 })]);
    },
  };
}

async function reload(context: EngineContext): Promise<void> {
  await reloadSettings(context);
  await loadRegistry(context);
}

async function pruneOldRuns(context: EngineContext): Promise<void> {
  const horizon = new Date(now(context).getTime() - context.options.retentionHours * 3_600_000);
  await prune(context.pool, horizon, now(context));
}
