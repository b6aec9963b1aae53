import { setTimeout as sleep } from "node:timers/promises";
import type { Engine } from "../engine/engine";
import { getStats, type Stats } from "../store/stats";

const LOOK_EVERY_MS = 20;

/**
 * Waits until there is nothing to do at this moment of the executor's clock: no event to act on, no call due or under
 * way. What waits for later (sleeps, waits for events, attempts to come, debounces, batches) does not count.
 */
export async function waitUntilIdle(
  { context }: Engine,
  timeoutMs: number,
): Promise<{ isIdle: boolean; stats: Stats }> {
  const until = Date.now() + timeoutMs;
  for (;;) {
    const stats = await getStats(context.pool, context.settings.clockOffsetMs);
    const isIdle = stats.events === 0 && stats.due === 0 && stats.leased === 0 && stats.dueTimers === 0;
    if (isIdle || Date.now() >= until) return { isIdle, stats };
    await sleep(LOOK_EVERY_MS);
  }
}
