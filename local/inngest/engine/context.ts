import type { Log } from "../log";
import type { ExecutorOptions } from "../options";
import type { Pool } from "../store/connection";
import type { SharedSettings } from "../store/settings";
import type { Registry } from "./registry";

/** What every part of the engine shares. */
export interface EngineContext {
  /** This process, as owner of leases. */
  owner: string;
  /** For what must not be lost once it is said: accepted events, results of steps, controls. */
  pool: Pool;
  /** For what would be done again from durable state: dispatching, claiming, reading. Does not wait for the disk. */
  relaxedPool: Pool;
  options: ExecutorOptions;
  log: Log;
  registry: Registry;
  settings: SharedSettings;
  /** Counts this executor's own changes of the settings. */
  settingsRevision: number;
  /** The app as last seen. Nothing is dispatched or called unless it answered a registration. */
  app: { isUp: boolean; fault: string | null };
  /** Set once, when the process is told to end. */
  stopping: AbortController;
  wake: Wake;
}

/** Ways to say that there is something to do, so that nobody has to wait for the next look. */
export interface Wake {
  dispatch(): void;
  timers(): void;
  calls(): void;
  register(): void;
  /** Looks again no later than at this moment of the executor's clock. */
  at(moment: Date): void;
}

/** The executor's clock: the real one, moved by however far a test travelled. */
export function now(context: Pick<EngineContext, "settings">): Date {
  return new Date(Date.now() + context.settings.clockOffsetMs);
}

/** Whether events may be acted on and calls made at this moment. */
export function isProcessing(context: EngineContext): boolean {
  return context.app.isUp && !context.settings.isPaused && !context.stopping.signal.aborted;
}
