import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { computeBuildHash } from "./build-hash";
import { BUILD_DIRECTORY, isBuildInUse, isHeld, takeBuildLock } from "./build-lock";
import { QUIET_TOOLS } from "./compose-environment";
import type { Progress } from "./progress";
import type { Settings } from "./read-settings";
import { StartProblem } from "./start-problem";

const COMPLETE = "meterhouse-complete";
const KEPT_BUILDS = 3;
const SHOWN_ERROR_LINES = 30;
const PROGRESS_EVERY_MS = 15_000;

interface BuildOptions {
  readonly root: string;
  readonly env: Settings;
  readonly progress: Progress;
  /** Ends the build. */
  readonly signal: AbortSignal;
}

/**
 * Makes sure that a build of the present sources is there.
 * @returns its directory, relative to the root.
 * @throws StartProblem with Next's own words when the build fails.
 */
export async function ensureBuild({ root, env, progress, signal }: BuildOptions): Promise<string> {
  const hash = computeBuildHash(root, env);
  const distDir = join(BUILD_DIRECTORY, hash);
  const marker = join(root, distDir, COMPLETE);
  if (existsSync(marker)) {
    const now = new Date();
    utimesSync(marker, now, now);
    return distDir;
  }
  const release = await takeBuildLock(root, hash, progress, signal);
  try {
    if (existsSync(marker)) return distDir;
    rmSync(join(root, distDir), { recursive: true, force: true });
    progress.step("Building the app (about a minute the first time)");
    const startedAt = Date.now();
    const seconds = (): number => Math.round((Date.now() - startedAt) / 1000);
    const ticker = setInterval(() => progress.step(`Still building, ${seconds()} s`), PROGRESS_EVERY_MS);
    try {
      await runNextBuild({ root, distDir, hash, env, signal });
    } finally {
      clearInterval(ticker);
    }
    writeFileSync(marker, new Date().toISOString());
    progress.step(`Built the app in ${seconds()} s`);
    pruneBuilds(root, hash);
  } finally {
    release();
  }
  return distDir;
}

/**
 * Next writes its findings into the tsconfig it is given; this one is its own, so the tracked one stays as is.
 * @returns its path, relative to the root.
 */
export function writeNextTsconfig(root: string, name: string): string {
  const path = join(BUILD_DIRECTORY, `tsconfig-${name}.json`);
  mkdirSync(join(root, BUILD_DIRECTORY), { recursive: true });
  writeFileSync(join(root, path), JSON.stringify({ extends: "../../tsconfig.json" }));
  return path;
}

async function runNextBuild({
  root,
  distDir,
  hash,
  env,
  signal,
}: {
  root: string;
  distDir: string;
  hash: string;
  env: Settings;
  signal: AbortSignal;
}): Promise<void> {
  const tsconfig = writeNextTsconfig(root, hash);
  const log: string[] = [];
  const child = spawn(process.execPath, [join("node_modules", "next", "dist", "bin", "next"), "build"], {
    cwd: root,
    env: {
      ...env,
      ...QUIET_TOOLS,
      NODE_ENV: "production",
      MH_DIST_DIR: distDir,
      MH_TSCONFIG: tsconfig,
    } as NodeJS.ProcessEnv,
    stdio: ["ignore", "pipe", "pipe"],
    signal,
    killSignal: "SIGKILL",
  });
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on("line", (line) => log.push(line));
  }
  const stopBuild = (): void => {
    child.kill("SIGKILL");
  };
  process.once("exit", stopBuild);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  process.off("exit", stopBuild);
  rmSync(join(root, tsconfig), { force: true });
  mkdirSync(join(root, ".local", "logs"), { recursive: true });
  writeFileSync(join(root, ".local", "logs", "build.log"), `${log.join("\n")}\n`);
  if (code !== 0) {
    rmSync(join(root, distDir), { recursive: true, force: true });
    throw new StartProblem(
      `The app does not build: put right what Next says.\n  ${pickErrors(log).join("\n  ")}`,
    );
  }
}

/** What Next says from its first error on, without the stack frames of its own compiled code. */
function pickErrors(log: readonly string[]): string[] {
  const first = log.findIndex((line) => /error|failed/i.test(line));
  return log
    .slice(Math.max(first, 0))
    .filter((line) => line.trim() !== "" && !line.includes("at <unknown>"))
    .slice(0, SHOWN_ERROR_LINES);
}

/** Keeps the builds that were used last and those that are served now; removes the others. */
function pruneBuilds(root: string, current: string): void {
  const directory = join(root, BUILD_DIRECTORY);
  const usedAt = (name: string): number => {
    const marker = join(directory, name, COMPLETE);
    return existsSync(marker) ? statSync(marker).mtimeMs : 0;
  };
  const surplus = readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== current)
    .sort((a, b) => usedAt(b.name) - usedAt(a.name))
    .slice(KEPT_BUILDS - 1)
    .filter((entry) => !isBuildInUse(root, entry.name) && !isHeld(join(directory, `${entry.name}.lock`)));
  for (const { name } of surplus) rmSync(join(directory, name), { recursive: true, force: true });
}
