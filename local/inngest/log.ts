/** One line per message on stderr; stdout carries only the ready line. */
export interface Log {
  info(message: string): void;
  error(message: string, cause?: unknown): void;
  /** A fault that may repeat many times a second: logged once, then counted, once in ten seconds. */
  failure(what: string, cause: unknown): void;
}

const REPEAT_WINDOW_MS = 10_000;

export function createLog(write: (line: string) => void): Log {
  const last = new Map<string, { at: number; muted: number }>();
  const line = (level: string, message: string) => write(`local-inngest ${level}: ${message}\n`);
  const describeCause = (cause: unknown) =>
    cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
  const error = (message: string, cause?: unknown) =>
    line("error", cause === undefined ? message : `${message}: ${describeCause(cause)}`);
  return {
    info: (message) => line("info", message),
    error,
    failure(what, cause) {
      const key = `${what}|${cause instanceof Error ? cause.message : String(cause)}`;
      const seen = last.get(key);
      if (seen && Date.now() - seen.at < REPEAT_WINDOW_MS) {
        seen.muted++;
        return;
      }
      if (last.size > 100) last.clear();
      last.set(key, { at: Date.now(), muted: 0 });
      error(seen?.muted ? `${what} (and ${seen.muted} times more)` : what, cause);
    },
  };
}
