import { existsSync, readdirSync, rmSync, statSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { createInterface } from "node:readline/promises";
import { parseArgs } from "node:util";
import { findRunningStack } from "../start/lock";
import { isProcessAlive } from "../start/process-identity";
import { readSettings } from "../start/read-settings";
import { StartProblem } from "../start/start-problem";

const HELP = `Usage: npm run reset -- [options]

Removes all local data: the database, the stand-ins' state, mail, secrets, logs and builds (.local/).
Real services set in .env are not touched.

  --yes       do not ask
  --dry-run   only say what would be removed
  --json      say it as JSON
  --help      this text
`;

interface ResetArguments {
  readonly yes: boolean;
  readonly dryRun: boolean;
  readonly json: boolean;
  readonly help: boolean;
}

function parseResetArguments(args: readonly string[]): ResetArguments {
  const flag = { type: "boolean", default: false } as const;
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { yes: flag, "dry-run": flag, json: flag, help: flag },
    });
    return { yes: values.yes, dryRun: values["dry-run"], json: values.json, help: values.help };
  } catch (error) {
    throw new StartProblem("npm run reset does not know that option: npm run reset -- --help lists them.", {
      cause: error,
    });
  }
}

function measureBytes(path: string): number {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return 0;
  if (!stat.isDirectory()) return stat.size;
  return readdirSync(path).reduce((total, name) => total + measureBytes(join(path, name)), 0);
}

/** @throws StartProblem while anything still works on the directory. */
function requireNothingRuns(stateDir: string): void {
  const running = findRunningStack(stateDir);
  if (running !== null) {
    throw new StartProblem(
      `Meterhouse still runs (process ${running.pid}, ${running.appUrl}): stop it with Ctrl-C there, then run npm run reset again.`,
    );
  }
  const tests = readdirSync(stateDir).find((name) => {
    const pid = /^test-(\d+)$/.exec(name)?.[1];
    return pid !== undefined && isProcessAlive(Number(pid));
  });
  if (tests !== undefined) {
    throw new StartProblem("The tests still run: wait for them to end, then run npm run reset again.");
  }
}

async function askPerson(question: string): Promise<boolean> {
  if (!process.stdin.isTTY) throw new StartProblem("Nobody is there to ask: run npm run reset -- --yes.");
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await terminal.question(`${question} [y/N] `);
  terminal.close();
  return /^y(es)?$/i.test(answer.trim());
}

/**
 * `npm run reset`: removes everything the local stack keeps, so that the next start begins from nothing.
 * @returns the exit code.
 * @throws StartProblem when something still runs, or nobody is there to confirm.
 */
export async function runReset(root: string, args: readonly string[]): Promise<number> {
  const options = parseResetArguments(args);
  if (options.help) {
    console.log(HELP);
    return 0;
  }
  const stateDir = resolve(root, readSettings(root, process.env).LOCAL_STATE_DIR || ".local");
  const shown = relative(root, stateDir) || stateDir;
  const say = (removed: boolean, bytes: number, text: string): void => {
    console.log(options.json ? JSON.stringify({ path: stateDir, bytes, removed }) : text);
  };
  if (!existsSync(stateDir)) {
    say(false, 0, `${shown} is not there: nothing to remove.`);
    return 0;
  }
  requireNothingRuns(stateDir);
  const bytes = measureBytes(stateDir);
  const size = `${(bytes / 1024 / 1024).toFixed(0)} MB`;
  if (options.dryRun) {
    say(false, bytes, `Would remove ${shown} (${size}).`);
    return 0;
  }
  if (!options.yes && !(await askPerson(`Remove ${shown} (${size}) with all local data?`))) {
    say(false, bytes, "Nothing was removed.");
    return 1;
  }
  rmSync(stateDir, { recursive: true, force: true });
  say(true, bytes, `Removed ${shown} (${size}). npm start begins with fresh data.`);
  return 0;
}
