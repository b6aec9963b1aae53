import type { Log } from "../log";

/** Work that runs when nudged, never twice at once. */
export interface Loop {
  nudge(): void;
  /** Resolves when the round under way has ended; no other begins. */
  stop(): Promise<void>;
}

const ERROR_WAIT_MS = 500;

/**
 * Makes a loop of a round of work. A round that returns true is followed by another at once, as is one that was
 * nudged while it ran. A round that throws is logged and tried again half a second later.
 */
export function createLoop(name: string, round: () => Promise<boolean>, log: Log): Loop {
  let isRunning = false;
  let isNudged = false;
  let isStopped = false;
  let ended: Promise<void> = Promise.resolve();

  const run = async (): Promise<void> => {
    do {
      isNudged = false;
      try {
        if (await round()) isNudged = true;
      } catch (error) {
        if (isStopped) break;
        log.failure(name, error);
        await new Promise((resolve) => setTimeout(resolve, ERROR_WAIT_MS));
        isNudged = true;
      }
    } while (isNudged && !isStopped);
    // In the same breath as the look at isNudged: a nudge in between would be lost.
    isRunning = false;
  };

  return {
    nudge() {
      isNudged = true;
      if (isRunning || isStopped) return;
      isRunning = true;
      ended = run();
    },
    async stop() {
      isStopped = true;
      await ended;
    },
  };
}
