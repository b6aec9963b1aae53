import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { identifyProcess } from "./process-identity";
import type { Progress } from "./progress";

/** Builds lie beside each other, one directory per content, so that no build ever replaces a running one. */
export const BUILD_DIRECTORY = join(".local", "build");
const LOCK_POLL_MS = 300;

/** Two starts at once wait for each other instead of building the same twice. */
export async function takeBuildLock(
  root: string,
  hash: string,
  progress: Progress,
  signal: AbortSignal,
): Promise<() => void> {
  const path = join(root, BUILD_DIRECTORY, `${hash}.lock`);
  mkdirSync(join(root, BUILD_DIRECTORY), { recursive: true });
  let told = false;
  for (;;) {
    signal.throwIfAborted();
    try {
      const own = { pid: process.pid, process: identifyProcess(process.pid) };
      writeFileSync(path, JSON.stringify(own), { flag: "wx" });
      return () => rmSync(path, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
    if (!isHeld(path)) {
      rmSync(path, { force: true });
      continue;
    }
    if (!told) progress.step("Waiting for another start that builds the same app");
    told = true;
    await new Promise((resolve) => setTimeout(resolve, LOCK_POLL_MS));
  }
}

export function isHeld(path: string): boolean {
  try {
    const holder = JSON.parse(readFileSync(path, "utf8")) as { pid: number; process: string };
    return identifyProcess(holder.pid) === holder.process;
  } catch {
    // Released meanwhile, or cut short by a crash within the write: held only while it is brand new.
    return existsSync(path) && Date.now() - statSync(path).mtimeMs < 1_000;
  }
}

/** A stack writes down which build it serves; its mark counts while its process lives. */
export function isBuildInUse(root: string, hash: string): boolean {
  const directory = join(root, BUILD_DIRECTORY);
  return readdirSync(directory)
    .filter((name) => name.startsWith(`${hash}.used-by-`))
    .some((name) => {
      const holder = JSON.parse(readFileSync(join(directory, name), "utf8")) as {
        pid: number;
        process: string;
      };
      const alive = identifyProcess(holder.pid) === holder.process;
      if (!alive) rmSync(join(directory, name), { force: true });
      return alive;
    });
}

/** Marks a build as served by this process until the returned function is called. */
export function markBuildUsed(root: string, distDir: string): () => void {
  const path = `${join(root, distDir)}.used-by-${process.pid}`;
  writeFileSync(path, JSON.stringify({ pid: process.pid, process: identifyProcess(process.pid) }));
  return () => rmSync(path, { force: true });
}
