import type { EngineContext } from "./context";
import { createLoop } from "./loop";
import { isAppListening, registerApp } from "./register-app";

const PROBE_WHEN_DOWN_MS = 250;
/** Short enough to notice an app that restarts at once. A probe only opens a connection and sends nothing. */
const PROBE_WHEN_UP_MS = 500;

/**
 * Keeps the app registered: waits for it to come up, notices when it goes down and comes back, and asks again every
 * so often, since functions change without a restart. Returns how to ask at once and how to end.
 */
export function keepRegistered(context: EngineContext): { nudge(): void; stop(): Promise<void> } {
  let syncedAt = 0;
  let isAsked = true;
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;

  const round = async (): Promise<boolean> => {
    clearTimeout(timer);
    const isListening = await isAppListening(context.options.appUrl);
    if (!isListening) {
      context.app.isUp = false;
      isAsked = true;
    } else if (isAsked || Date.now() - syncedAt >= context.options.resyncSeconds * 1000) {
      syncedAt = Date.now();
      await registerApp(context);
      // A faulty answer is asked again soon: the app may still be building its first page.
      isAsked = !context.app.isUp;
    }
    if (isStopped) return false;
    const waitMs = !isListening ? PROBE_WHEN_DOWN_MS : context.app.isUp ? PROBE_WHEN_UP_MS : 1_000;
    timer = setTimeout(() => loop.nudge(), waitMs);
    return false;
  };
  const loop = createLoop("registering the app", round, context.log);

  return {
    nudge() {
      isAsked = true;
      // Many calls may fail at once; one question a second is enough.
      if (Date.now() - syncedAt >= 1_000) loop.nudge();
    },
    async stop() {
      isStopped = true;
      clearTimeout(timer);
      await loop.stop();
    },
  };
}
