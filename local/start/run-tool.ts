import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { composeEnvironment, QUIET_TOOLS } from "./compose-environment";
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
  /** What the tool needs to be there or not, as a sentence when it is otherwise. */
  readonly refuse?: (settings: Settings, running: boolean) => string | null;
  /** Gets the shell's environment and nothing of the app's. */
  readonly standsAlone?: boolean;
}

export const TOOLS: Readonly<Record<string, Tool>> = {
  // Brings a stack of its own.
  bench: { script: "bench/main.ts" },
  audit: {
    script: "bin/audit.ts",
    refuse: (settings, running) =>
      running || (settings.DATABASE_URL ?? "") !== ""
        ? null
        : "The local database does not run: run npm start in another terminal, then try again.",
  },
  "catalog:sync": {
    script: "bin/catalog-sync.ts",
    refuse: (settings, running) =>
      running || (settings.STRIPE_SECRET_KEY ?? "") !== ""
        ? null
        : "The local Stripe does not run: run npm start in another terminal, then try again.",
  },
  admin: {
    script: "bin/grant-admin.ts",
    refuse: (settings, running) =>
      running || (settings.DATABASE_URL ?? "") !== ""
        ? null
        : "The local database does not run: run npm start in another terminal, then try again.",
  },
  // Works alone, with or without a running stack: it knows nothing of the app's settings.
  stripe: { script: "local/stripe/server.ts", standsAlone: true },
};

/**
 * Runs a tool with the same environment the app has, unless it stands alone.
 * @returns its exit code.
 * @throws StartProblem when it needs the running stack and there is none.
 */
export async function runTool(root: string, tool: Tool, args: readonly string[]): Promise<number> {
  if (!existsSync(join(root, tool.script))) throw new StartProblem(`${tool.script} is missing: restore it.`);
  const env = tool.standsAlone ? { ...process.env, ...QUIET_TOOLS } : appEnvironment(root, tool, args);
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

function appEnvironment(root: string, tool: Tool, args: readonly string[]): Record<string, string> {
  const settings = readSettings(root, process.env);
  const stateDir = resolve(root, settings.LOCAL_STATE_DIR || ".local");
  const wantsHelp = args.includes("--help") || args.includes("-h");
  const refusal = tool.refuse?.(settings, findRunningStack(stateDir) !== null) ?? null;
  if (refusal !== null && !wantsHelp) throw new StartProblem(refusal);
  const secrets = ensureSecrets(stateDir);
  const ports = parsePorts(settings);
  const composed = composeEnvironment({ settings, secrets, stateDir, ports, mode: "production" });
  return scriptEnvironment({
    root,
    stateDir,
    ports,
    secrets,
    shell: settings,
    composed,
    mode: "production",
  });
}
