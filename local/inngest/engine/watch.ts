import { reclaimLeases } from "../store/executors";
import { getOutlook } from "../store/work";
import { type EngineContext, isProcessing, now } from "./context";
import { createLoop } from "./loop";
import type { Worker } from "./worker";

const LOOK_EVERY_MS = 1_000;

/**
 * Looks once a second, or when something is known to become due, at what there is to do, and wakes whoever does it.
 * What this process causes itself is nudged directly; this finds the rest: the work of other and of dead executors.
 */
export function startWatch(
  context: EngineContext,
  worker: Pick<Worker, "listInFlight">,
): {
  at(moment: Date): void;
  look(): void;
  stop(): Promise<void>;
} {
  let timer: NodeJS.Timeout | undefined;
  let wakesAt = Number.POSITIVE_INFINITY;
  let isStopped = false;

  const wakeAt = (realMs: number) => {
    if (isStopped || realMs >= wakesAt) return;
    clearTimeout(timer);
    wakesAt = realMs;
    timer = setTimeout(
      () => {
        wakesAt = Number.POSITIVE_INFINITY;
        loop.nudge();
      },
      Math.max(0, realMs - Date.now()),
    );
  };
  const at = (moment: Date) => wakeAt(moment.getTime() - context.settings.clockOffsetMs);

  const loop = createLoop(
    "looking for work",
    async () => {
      const outlook = await getOutlook(context.relaxedPool, context.owner, now(context));
      if (outlook.hasDoubtfulLeases) {
        const freed = await reclaimLeases(context.pool, context.owner, worker.listInFlight());
        if (freed > 0) outlook.hasCalls = true;
      }
      if (isProcessing(context)) {
        if (outlook.hasEvents) context.wake.dispatch();
        if (outlook.hasDueTimers) context.wake.timers();
        if (outlook.hasCalls) context.wake.calls();
      }
      wakeAt(Date.now() + LOOK_EVERY_MS);
      if (outlook.nextDueAt) at(outlook.nextDueAt);
      return false;
    },
    context.log,
  );

  return {
    at,
    look: loop.nudge,
    async stop() {
      isStopped = true;
      clearTimeout(timer);
      await loop.stop();
    },
  };
}
