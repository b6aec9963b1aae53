import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { composeEnvironment } from "./compose-environment";
import { findRunningStack } from "./lock";
import { parsePorts } from "./ports";
import { readSettings, type Settings } from "./read-settings";
import { SCRIPT_ARGUMENTS } from "./run-script";
import { ensureSecrets } from "./secrets";
import { scriptEnvironment } from "./service-plans";
import { StartProblem } from "./start-problem";

/** A script of the project that works with whatever services the person has set, real or local. */
export interface Tool {
  readonly script: string;
  /** True for a tool that is useless without the running stack. */
  readonly needsStack: (settings: Settings) => boolean;
}

const always = (): boolean => true;

export const TOOLS: Readonly<Record<string, Tool>> = {
  bench: { script: "bench/main.ts", needsStack: always },
  "catalog:sync": {
    script: "bin/catalog-sync.ts",
    needsStack: (settings) => (settings.STRIPE_SECRET_KEY ?? "") === "",
  },
  stripe: { script: "local/stripe/cli.ts", needsStack: always },
};

/**
 * Runs a tool with the same environment the app has.
 * @returns its exit code.
 * @throws StartProblem when it needs the running stack and there is none.
 */
export async function runTool(root: string, tool: Tool, args: readonly string[]): Promise<number> {
  const settings = readSettings(root, process.env);
  const stateDir = resolve(root, settings.LOCAL_STATE_DIR || ".local");
  const wantsHelp = args.includes("--help") || args.includes("-h");
  if (!wantsHelp && tool.needsStack(settings) && findRunningStack(stateDir) === null) {
    throw new StartProblem(
      "Meterhouse does not run here: run npm start in another terminal, then try again.",
    );
  }
  if (!existsSync(join(root, tool.script))) throw new StartProblem(`${tool.script} is missing: restore it.`);
  const secrets = ensureSecrets(stateDir);
  const ports = parsePorts(settings);
  const composed = composeEnvironment({ settings, secrets, stateDir, ports, mode: "production" });
  const env = scriptEnvironment({
    root,
    stateDir,
    ports,
    secrets,
    shell: settings,
    composed,
    mode: "production",
  });
  const child = spawn(process.execPath, [...SCRIPT_ARGUMENTS, tool.script, ...args], {
    cwd: root,
    env: env as NodeJS.ProcessEnv,
    stdio: "inherit",
  });
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => child.kill(signal));
  return new Promise((done, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => done(code ?? 1));
  });
}
