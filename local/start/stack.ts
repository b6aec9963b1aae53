import { mkdirSync } from "node:fs";
import { resolve } from "node:path";
import { takeLock } from "./lock";
import type { Stack, StackOptions } from "./stack-options";
import { StackRunner } from "./stack-runner";

export type { Stack, StackOptions, StackUrls } from "./stack-options";

/**
 * Starts a whole stack: environment, database, migrations, stand-ins, catalog, app, demo data.
 * When any part fails, or `signal` ends the start, everything that was begun is stopped before the error leaves.
 * @throws StartProblem with one sentence for each thing to put right.
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const stateDir = resolve(options.stateDir);
  mkdirSync(stateDir, { recursive: true, mode: 0o755 });
  const releaseLock = takeLock(stateDir, `http://localhost:${options.ports.app}`);
  const runner = new StackRunner({ ...options, stateDir }, releaseLock);
  const onAbort = (): void => void runner.stop();
  options.signal?.addEventListener("abort", onAbort, { once: true });
  try {
    return await runner.start();
  } catch (error) {
    await runner.stop();
    throw error;
  } finally {
    options.signal?.removeEventListener("abort", onAbort);
  }
}
