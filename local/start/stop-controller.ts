import type { Stack } from "./stack";

/** A terminal, npm and the installer may each pass on the same Ctrl-C; a second wish takes a person longer. */
const SAME_SIGNAL_MS = 700;
const FORCED_STOP_LIMIT_MS = 3_000;

/** Turns Ctrl-C, SIGTERM, a closed terminal or a dead parent into one orderly end of this process. */
export class StopController {
  readonly #abort = new AbortController();
  #starting: Promise<Stack> | null = null;
  #askedAt = 0;

  readonly #exitCode: number;

  /** @param exitCode of a process that is stopped by a signal: a stack has done its work, a test run has not */
  constructor(exitCode: number) {
    this.#exitCode = exitCode;
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => this.#ask());
    // The installer that started this process holds the other end; when it dies, so does the stack.
    process.on("disconnect", () => this.#ask());
  }

  /** Ends a start that is under way. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  get stopping(): boolean {
    return this.#askedAt > 0;
  }

  watch(starting: Promise<Stack>): void {
    this.#starting = starting;
  }

  /** Stops everything, then ends this process. */
  async stop(exitCode: number): Promise<never> {
    this.#askedAt = Date.now();
    console.log("\nStopping ...");
    this.#abort.abort();
    try {
      const stack = await this.#starting;
      await stack?.stop();
    } catch {
      // A start that was ended, or failed by itself meanwhile, has stopped what it had begun.
    }
    console.log("Stopped.");
    process.exit(exitCode);
  }

  #ask(): void {
    if (!this.stopping) {
      void this.stop(this.#exitCode);
      return;
    }
    if (Date.now() - this.#askedAt < SAME_SIGNAL_MS) return;
    console.error("Stopping at once.");
    void this.#starting?.then((stack) => stack.stop(true)).finally(() => process.exit(1));
    setTimeout(() => process.exit(1), FORCED_STOP_LIMIT_MS).unref();
  }
}
