import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Progress } from "./progress";
import { StartProblem } from "./start-problem";

export interface ScriptOptions {
  readonly root: string;
  /** Of the script, relative to the root. */
  readonly path: string;
  readonly args?: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

/** Node's arguments for a script of the project. The condition lets it import modules marked `server-only`. */
export const SCRIPT_ARGUMENTS = ["--conditions=react-server", "--import", "tsx"] as const;

/**
 * Runs one of the project's own scripts with the stack's environment and shows its last line.
 * @throws StartProblem with its last words when it fails.
 */
export async function runScript(options: ScriptOptions): Promise<void> {
  const { root, path, args = [], env, progress, signal } = options;
  if (!existsSync(join(root, path))) throw new StartProblem(`${path} is missing: restore it.`);
  const child = spawn(process.execPath, [...SCRIPT_ARGUMENTS, path, ...args], {
    cwd: root,
    env: env as NodeJS.ProcessEnv,
    stdio: ["ignore", "pipe", "pipe"],
    signal,
    killSignal: "SIGKILL",
  });
  let output = "";
  const collect = (chunk: Buffer): void => {
    output += chunk.toString();
  };
  child.stdout.on("data", collect);
  child.stderr.on("data", collect);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  const lines = output.split("\n").filter((line) => line.trim() !== "");
  if (code !== 0) throw new StartProblem(`${path} failed:\n  ${lines.slice(-8).join("\n  ")}`);
  const last = lines.at(-1);
  if (last !== undefined) progress.step(last.trim());
}
