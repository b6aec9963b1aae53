import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { z } from "zod";
import { PORT_OFFSETS, type Ports } from "../ports";
import { SCRIPT_ARGUMENTS } from "../run-script";
import { StartProblem } from "../start-problem";

const READY_LIMIT_MS = 30_000;
const STOP_LIMIT_MS = 30_000;

/** What every judge of a run leaves behind; tests/contract writes it. */
const report = z.object({
  calls: z.number(),
  events: z.number(),
  thinEvents: z.number(),
  operations: z.array(z.string()),
  violations: z.array(z.string()),
});

const ready = z.object({ ready: z.literal(true), url: z.string(), eventsUrl: z.string() });

export interface ContractResult {
  readonly calls: number;
  readonly operations: number;
  readonly events: number;
  /** What broke the contract, each with where it was seen. */
  readonly violations: readonly string[];
}

export interface ContractWatch {
  /** The local Stripe as the app and the tests see it. */
  readonly url: string;
  /** Where the local Stripe sends its events. */
  readonly webhookUrl: string;
  /** Stops judging. The report lies in the folder then. */
  stop(): Promise<void>;
}

/**
 * Stands between the app and the local Stripe of a test run, and judges every call and every event.
 * @throws StartProblem when it does not start.
 */
export async function startContractWatch(options: {
  root: string;
  folder: string;
  ports: Ports;
  env: Readonly<Record<string, string>>;
}): Promise<ContractWatch> {
  const { root, folder, ports, env } = options;
  mkdirSync(folder, { recursive: true });
  const child = spawn(
    process.execPath,
    [
      ...SCRIPT_ARGUMENTS,
      join("tests", "contract", "contract-proxy.ts"),
      ...["--upstream", `http://127.0.0.1:${ports.base + PORT_OFFSETS.stripe}`],
      ...["--events-to", `http://127.0.0.1:${ports.app}`],
      ...["--reports", folder],
    ],
    // a group of its own: Ctrl-C in the terminal must not end it before the stack
    { cwd: root, env: env as NodeJS.ProcessEnv, stdio: ["ignore", "pipe", "inherit"], detached: true },
  );
  const line = await firstLine(child).catch((error: unknown) => {
    child.kill("SIGKILL");
    throw new StartProblem(`The judge of Stripe's contract did not start: ${error}`, { cause: error });
  });
  const { url, eventsUrl } = ready.parse(JSON.parse(line));
  return {
    url,
    webhookUrl: `${eventsUrl}/api/webhooks/stripe`,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
      child.kill("SIGTERM");
      const limit = setTimeout(() => child.kill("SIGKILL"), STOP_LIMIT_MS);
      await ended;
      clearTimeout(limit);
    },
  };
}

/** Adds up what all judges of a run saw; a judge that left no report has failed. */
export function readContractReports(folder: string): ContractResult {
  const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".json")) : [];
  const violations = files.length === 0 ? ["no judge left a report: nothing was judged"] : [];
  const operations = new Set<string>();
  let calls = 0;
  let events = 0;
  for (const name of files) {
    const read = report.parse(JSON.parse(readFileSync(join(folder, name), "utf8")));
    calls += read.calls;
    events += read.events + read.thinEvents;
    for (const operation of read.operations) operations.add(operation);
    violations.push(...read.violations);
  }
  return { calls, events, operations: operations.size, violations: [...new Set(violations)] };
}

/** "contract: 12,345 calls of 143 operations, 8,210 events, 0 violations", and the violations below it. */
export function describeContract(result: ContractResult): string {
  const number = (value: number): string => value.toLocaleString("en-US");
  const summary = `contract: ${number(result.calls)} calls of ${number(result.operations)} operations, ${number(result.events)} events, ${number(result.violations.length)} violations`;
  return [summary, ...result.violations.map((violation) => `  ${violation}`)].join("\n");
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    const limit = setTimeout(() => reject(new Error("it says nothing")), READY_LIMIT_MS);
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`it ended with code ${code}`)));
    if (!child.stdout) return reject(new Error("it has no output"));
    createInterface({ input: child.stdout }).once("line", (line) => {
      clearTimeout(limit);
      resolve(line);
      // what it says at its end lies in its report
      child.stdout?.resume();
    });
  });
}
