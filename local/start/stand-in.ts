/** What every stand-in process of the local stack does the same way: say that it listens, and stop when asked. */

const STOP_LIMIT_MS = 2_000;

/** Prints the one JSON line the supervisor waits for. */
export function announceReady(url: string): void {
  process.stdout.write(`${JSON.stringify({ ready: true, url })}\n`);
}

/**
 * Runs `close` once on SIGTERM or SIGINT and exits 0 after it; a close that hangs is cut off after `limitMs`,
 * because a stop must always end.
 */
export function stopOnSignal(close: () => Promise<void>, limitMs = STOP_LIMIT_MS): void {
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(1), limitMs).unref();
    close().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  };
  process.on("SIGTERM", stop);
  process.on("SIGINT", stop);
}

/** Reads a required variable of the stand-in's own environment; the supervisor always sets it. */
export function requiredVariable(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === "") {
    throw new Error(`${name} is missing: start this through npm start, which sets it.`);
  }
  return value;
}

/** Reads a required `--flag value` pair from the command line. */
export function requiredFlag(name: string, argv: readonly string[] = process.argv): string {
  const value = argv[argv.indexOf(`--${name}`) + 1];
  if (!argv.includes(`--${name}`) || value === undefined) throw new Error(`--${name} <value> is missing.`);
  return value;
}

/** Reads a required `--flag <port>` pair. */
export function requiredPort(name = "port", argv: readonly string[] = process.argv): number {
  const port = Number(requiredFlag(name, argv));
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new Error(`--${name} is not a port between 1 and 65535.`);
  }
  return port;
}
