import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { identifyProcess } from "./process-identity";
import { StartProblem } from "./start-problem";

interface LockContent {
  readonly pid: number;
  readonly process: string;
  readonly appUrl: string;
}

const TRIES = 3;

function lockPath(stateDir: string): string {
  return join(stateDir, "start.lock");
}

/** The stack that runs on this state directory now, or null. A lock left by a killed process is no lock. */
export function findRunningStack(stateDir: string): LockContent | null {
  try {
    const content = JSON.parse(readFileSync(lockPath(stateDir), "utf8")) as LockContent;
    return identifyProcess(content.pid) === content.process ? content : null;
  } catch {
    // No file, or one cut short by a crash: nobody holds it.
    return null;
  }
}

/**
 * Makes this process the only one that works on the state directory.
 * @returns a function that gives it back.
 * @throws StartProblem when another process holds it.
 */
export function takeLock(stateDir: string, appUrl: string): () => void {
  mkdirSync(stateDir, { recursive: true });
  const path = lockPath(stateDir);
  const content: LockContent = {
    pid: process.pid,
    process: identifyProcess(process.pid) ?? String(process.pid),
    appUrl,
  };
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    try {
      writeFileSync(path, JSON.stringify(content), { flag: "wx" });
      return () => rmSync(path, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
    const holder = findRunningStack(stateDir);
    if (holder !== null) {
      throw new StartProblem(
        `Meterhouse already runs in this checkout (process ${holder.pid}, ${holder.appUrl}): use it, or stop it with Ctrl-C there before starting again.`,
      );
    }
    rmSync(path, { force: true });
  }
  throw new StartProblem(`The lock ${path} cannot be taken: remove the file and start again.`);
}
