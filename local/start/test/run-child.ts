import { spawn } from "node:child_process";

const KILL_AFTER_MS = 3_000;

/**
 * Runs a program with the terminal as its output and resolves with its exit code. When `signal` ends the run, the
 * program and everything it started ends with it.
 */
export async function runChild(options: {
  root: string;
  args: readonly string[];
  env: Readonly<Record<string, string>>;
  signal: AbortSignal;
}): Promise<number> {
  const child = spawn(process.execPath, options.args, {
    cwd: options.root,
    env: options.env as NodeJS.ProcessEnv,
    stdio: ["ignore", "inherit", "inherit"],
    detached: true,
  });
  const killGroup = (signal: NodeJS.Signals): void => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, signal);
    } catch {
      // The group is gone already.
    }
  };
  const onAbort = (): void => {
    killGroup("SIGTERM");
    setTimeout(() => killGroup("SIGKILL"), KILL_AFTER_MS);
  };
  if (options.signal.aborted) onAbort();
  options.signal.addEventListener("abort", onAbort, { once: true });
  const code = await new Promise<number>((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (exitCode) => resolve(exitCode ?? 1));
  });
  options.signal.removeEventListener("abort", onAbort);
  // Browsers and workers that a crashed runner left behind.
  killGroup("SIGKILL");
  return code;
}
