import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { QUIET_TOOLS } from "../compose-environment";
import { createConsoleProgress } from "../console-progress";
import { findFreePorts } from "../ports";
import { isProcessAlive } from "../process-identity";
import type { Progress } from "../progress";
import type { Settings } from "../read-settings";
import { type Stack, startStack } from "../stack";
import { serveStackControl } from "../stack-control";
import { StartProblem } from "../start-problem";
import { StopController } from "../stop-controller";
import { describeContract, readContractReports, startContractWatch } from "./contract-watch";
import { ensureChromium } from "./install-chromium";
import { parseTestArguments, type TestArguments } from "./parse-arguments";
import {
  addResults,
  describeResults,
  readPlaywrightResults,
  readVitestResults,
  type TestResults,
  withExitCode,
} from "./results";
import { runChild } from "./run-child";

/** What a test run may see of the person's shell: nothing that could lead it to a real service. */
const SHELL_VARIABLES = [
  "PATH",
  "HOME",
  "USER",
  "LOGNAME",
  "TMPDIR",
  "TEMP",
  "TMP",
  "LANG",
  "TERM",
  "CI",
  "FORCE_COLOR",
  "NO_COLOR",
  "SystemRoot",
];

/** The vitest projects that need the stack, in the order they run. Those of `start` run one after another. */
const STACK_PROJECTS = ["integration", "exclusive", "start"] as const;

/** What a shell says of a program ended by Ctrl-C. */
const INTERRUPTED = 130;

interface Run {
  readonly root: string;
  readonly stateDir: string;
  readonly shell: Readonly<Record<string, string>>;
  readonly wanted: TestArguments;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

function cleanShell(source: Settings): Record<string, string> {
  const kept = SHELL_VARIABLES.flatMap((name) => {
    const value = source[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return { ...Object.fromEntries(kept), ...QUIET_TOOLS };
}

/** Leftovers of runs that were killed; a kept failure has its own mark. */
function removeDeadRuns(root: string): void {
  const directory = join(root, ".local");
  mkdirSync(directory, { recursive: true });
  for (const name of readdirSync(directory)) {
    const pid = /^test-(\d+)$/.exec(name)?.[1];
    if (pid !== undefined && !isProcessAlive(Number(pid)))
      rmSync(join(directory, name), { recursive: true, force: true });
  }
}

async function runVitest(
  run: Run,
  project: string,
  env: Readonly<Record<string, string>>,
): Promise<TestResults> {
  const report = join(run.stateDir, `vitest-${project}.json`);
  const code = await runChild({
    root: run.root,
    args: [
      join("node_modules", "vitest", "vitest.mjs"),
      "run",
      ...run.wanted.patterns,
      `--project=${project}`,
      "--passWithNoTests",
      "--reporter=default",
      "--reporter=json",
      `--outputFile.json=${report}`,
    ],
    env: { ...env, NODE_ENV: "test" },
    signal: run.signal,
  });
  return withExitCode(readVitestResults(report, run.root), `vitest ${project}`, code);
}

async function runBrowser(
  run: Run,
  env: Readonly<Record<string, string>>,
  browser: string,
): Promise<TestResults> {
  const report = join(run.stateDir, "playwright.json");
  const code = await runChild({
    root: run.root,
    args: [
      join("node_modules", "@playwright", "test", "cli.js"),
      "test",
      ...run.wanted.patterns,
      ...(run.wanted.patterns.length > 0 ? ["--pass-with-no-tests"] : []),
      "--reporter=list,json",
    ],
    env: { ...env, NODE_ENV: "test", MH_CHROMIUM: browser, PLAYWRIGHT_JSON_OUTPUT_FILE: report },
    signal: run.signal,
  });
  return withExitCode(readPlaywrightResults(report), "playwright", code);
}

async function runWithStack(
  run: Run,
  browser: string | null,
  controller: StopController,
): Promise<TestResults[]> {
  const ports = await findFreePorts();
  const folder = contractFolder(run);
  const watch = await startContractWatch({ root: run.root, folder, ports, env: run.shell });
  try {
    const starting = startStack({
      root: run.root,
      stateDir: run.stateDir,
      ports,
      settings: run.shell,
      stripeWatch: watch,
      mode: "production",
      progress: run.progress,
      signal: run.signal,
    });
    controller.watch(starting);
    return await runAgainst(run, await starting, browser);
  } finally {
    await watch.stop();
  }
}

/** Where the judges of Stripe's contract leave what they saw. */
const contractFolder = (run: Run): string => join(run.stateDir, "contract");

async function runAgainst(run: Run, stack: Stack, browser: string | null): Promise<TestResults[]> {
  const kinds = run.wanted.kinds;
  const control = await serveStackControl(stack);
  const handover = join(run.stateDir, "test-stack.json");
  const content = { urls: stack.urls, env: stack.env, control: { url: control.url, token: control.token } };
  writeFileSync(handover, JSON.stringify(content), { mode: 0o600 });
  const env = { ...stack.env, MH_TEST_STACK: handover, MH_CONTRACT_REPORTS: contractFolder(run) };
  const results: TestResults[] = [];
  try {
    if (kinds.includes("integration")) {
      for (const project of STACK_PROJECTS) results.push(await runVitest(run, project, env));
    }
    if (browser !== null) results.push(await runBrowser(run, env, browser));
  } finally {
    control.close();
    await stack.stop();
  }
  return results;
}

/**
 * `npm test`: every test, the browser's included, against a stack of its own beside whatever else runs.
 * @returns the exit code.
 * @throws StartProblem when the tests cannot even begin.
 */
export async function runTests(root: string, args: readonly string[]): Promise<number> {
  const wanted = parseTestArguments(args);
  const controller = new StopController(INTERRUPTED);
  const progress = createConsoleProgress(Date.now());
  removeDeadRuns(root);
  const stateDir = join(root, ".local", `test-${process.pid}`);
  mkdirSync(stateDir, { recursive: true });
  const run: Run = {
    root,
    stateDir,
    shell: cleanShell(process.env),
    wanted,
    progress,
    signal: controller.signal,
  };
  const results: TestResults[] = [];
  let failed = true;
  try {
    const browser = wanted.kinds.includes("browser")
      ? await ensureChromium(root, process.env.CHROMIUM_PATH, progress)
      : null;
    if (wanted.kinds.includes("unit")) results.push(await runVitest(run, "unit", run.shell));
    const usesStack = wanted.kinds.some((kind) => kind !== "unit");
    if (usesStack) results.push(...(await runWithStack(run, browser, controller)));
    const contract = usesStack ? readContractReports(contractFolder(run)) : null;
    const total = addResults(results);
    if (total.passed + total.failed === 0)
      throw new StartProblem(`No test matches ${wanted.patterns.join(" ")}.`);
    failed = total.failed > 0 || (contract !== null && contract.violations.length > 0);
    if (contract !== null) console.log(`\n${describeContract(contract)}`);
    console.log(describeResults(total));
    return failed ? 1 : 0;
  } finally {
    const keep = failed && process.env.KEEP === "1";
    if (keep) progress.step(`Kept ${stateDir}, with logs and database`);
    else rmSync(stateDir, { recursive: true, force: true });
  }
}
