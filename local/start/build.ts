import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { QUIET_TOOLS } from "./compose-environment";
import { identifyProcess } from "./process-identity";
import type { Progress } from "./progress";
import type { Settings } from "./read-settings";
import { StartProblem } from "./start-problem";

/** Builds lie beside each other, one directory per content, so that no build ever replaces a running one. */
const BUILD_DIRECTORY = join(".local", "build");
const COMPLETE = "meterhouse-complete";
const KEPT_BUILDS = 3;
const LOCK_POLL_MS = 300;
const SHOWN_ERROR_LINES = 30;

/** What the app is made of never lies here. */
const NOT_SOURCES = new Set([
  ".git",
  ".local",
  ".next",
  "node_modules",
  "bench",
  "coverage",
  "docs",
  "local",
  "playwright-report",
  "supabase",
  "test-results",
  "tests",
]);
const NOT_SOURCE_FILES = /(\.md|\.tsbuildinfo|^next-env\.d\.ts|^\.env.*|^LICENSE)$/;

function listSources(root: string, directory = ""): string[] {
  return readdirSync(join(root, directory), { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(directory, entry.name);
      if (entry.isDirectory()) return NOT_SOURCES.has(path) ? [] : listSources(root, path);
      return NOT_SOURCE_FILES.test(entry.name) || !entry.isFile() ? [] : [path];
    });
}

/** Fingerprint of everything a build depends on: sources, lock file, configuration, inlined variables. */
export function computeBuildHash(root: string, env: Settings): string {
  const hash = createHash("sha256").update(process.versions.node);
  for (const path of listSources(root))
    hash
      .update(path)
      .update("\0")
      .update(readFileSync(join(root, path)));
  for (const name of Object.keys(env).sort()) {
    if (name.startsWith("NEXT_PUBLIC_")) hash.update(`${name}=${env[name] ?? ""}\0`);
  }
  return hash.digest("hex").slice(0, 16);
}

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
    await runNextBuild({ root, distDir, hash, env, signal });
    writeFileSync(marker, new Date().toISOString());
    progress.step(`Built the app in ${Math.round((Date.now() - startedAt) / 1000)} s`);
    pruneBuilds(root, hash);
  } finally {
    release();
  }
  return distDir;
}

/** Two starts at once wait for each other instead of building the same twice. */
async function takeBuildLock(
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

function isHeld(path: string): boolean {
  try {
    const holder = JSON.parse(readFileSync(path, "utf8")) as { pid: number; process: string };
    return identifyProcess(holder.pid) === holder.process;
  } catch {
    // Released meanwhile, or cut short by a crash within the write: held only while it is brand new.
    return existsSync(path) && Date.now() - statSync(path).mtimeMs < 1_000;
  }
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

/** A stack writes down which build it serves; its mark counts while its process lives. */
function isBuildInUse(root: string, hash: string): boolean {
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
