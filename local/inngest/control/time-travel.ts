import type { EngineContext } from "../engine/context";
import { now } from "../engine/context";
import { changeSettings } from "../engine/shared-settings";
import { makeWaitsDue } from "../store/waits";

/** Moves the executor's clock forward. Everything that becomes due thereby happens; a cron runs once, for its latest tick. */
export async function advanceClock(context: EngineContext, ms: number): Promise<void> {
  await changeSettings(context, { clockOffsetMs: context.settings.clockOffsetMs + ms });
  context.wake.timers();
  context.wake.calls();
}

/**
 * Ends sleeps, debounces, batches and waits between attempts at once, of one run or of all, without moving the clock.
 * Waits for events keep waiting. Returns how many were ended.
 */
export async function skipWaits(context: EngineContext, runId: string | null): Promise<number> {
  const skipped = await makeWaitsDue(context.pool, runId, now(context));
  context.wake.timers();
  context.wake.calls();
  return skipped;
}
