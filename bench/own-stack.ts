import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findFreePorts } from "@/local/start/ports";
import { startStack } from "@/local/start/stack";

const root = new URL("..", import.meta.url).pathname;

export interface OwnStack {
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Starts a stack of the bench's own with an empty database, and points this process's environment at it.
 *
 * @param app false starts what the app needs and leaves the app out
 */
export async function startOwnStack(app: boolean): Promise<OwnStack> {
  const stateDir = mkdtempSync(join(tmpdir(), "meterhouse-bench-"));
  const stack = await startStack({
    root,
    stateDir,
    ports: await findFreePorts(),
    // Nothing the person has set for their own stack may reach this one.
    settings: { PATH: process.env["PATH"] ?? "", HOME: process.env["HOME"] ?? "", LOG_LEVEL: "warn" },
    mode: "production",
    app,
    seed: false,
  });
  Object.assign(process.env, stack.env);
  return {
    url: stack.urls.app,
    async stop() {
      await stack.stop();
      rmSync(stateDir, { recursive: true, force: true });
    },
  };
}
