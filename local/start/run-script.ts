import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import type { Progress } from "./progress";
import { StartProblem } from "./start-problem";

/**
 * Runs one of the project's own scripts with the stack's environment and shows what it prints.
 * @throws StartProblem with its last words when it fails.
 */
export async function runScript(
  root: string,
  path: string,
  env: Readonly<Record<string, string>>,
  progress: Progress,
): Promise<void> {
  if (!existsSync(join(root, path))) return; // DEV-ONLY tolerance
  const child = spawn(process.execPath, ["--conditions=react-server", "--import", "tsx", path], {
    cwd: root,
    env: env as NodeJS.ProcessEnv,
    stdio: ["ignore", "pipe", "pipe"],
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
  if (last !== undefined) progress.step(`${basename(path, ".ts")}: ${last.trim()}`);
}
