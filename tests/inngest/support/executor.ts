import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { findFreePort } from "./postgres";

export const SIGNING_KEY = `signkey-test-${"ab".repeat(32)}`;
export const EVENT_KEY = "test-event-key";

export interface Executor {
  url: string;
  pid: number;
  /** What it wrote to stderr so far. */
  log(): string;
  /** Asks it to end and returns how long it took, in milliseconds. */
  stop(): Promise<number>;
  /** Ends it at once, as a power cut would. */
  kill(): Promise<void>;
}

/** Starts the real executor as its own process and waits until it listens. */
export async function startExecutor(options: {
  databaseUrl: string;
  appUrl: string;
  port?: number;
  flags?: string[];
}): Promise<Executor> {
  const port = options.port ?? (await findFreePort());
  const flags = ["--port", String(port), "--app-url", options.appUrl];
  const child = spawn(
    process.execPath,
    [
      "--import",
      "tsx",
      "local/inngest/server.ts",
      ...flags,
      ...(options.flags ?? ["--backoff-scale", "0.01"]),
    ],
    {
      env: {
        ...process.env,
        INNGEST_SIGNING_KEY: SIGNING_KEY,
        INNGEST_EVENT_KEY: EVENT_KEY,
        LOCAL_STATE_DATABASE_URL: options.databaseUrl,
      },
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  let log = "";
  child.stderr.on("data", (chunk: Buffer) => {
    log += chunk.toString();
  });
  await waitUntilReady(child, () => log);
  return {
    url: `http://127.0.0.1:${port}`,
    pid: child.pid ?? 0,
    log: () => log,
    async stop() {
      const startedAt = Date.now();
      await end(child, "SIGTERM");
      return Date.now() - startedAt;
    },
    kill: () => end(child, "SIGKILL"),
  };
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, "exit");
  child.kill(signal);
  await exited;
}

async function waitUntilReady(child: ChildProcess, log: () => string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    child.stdout?.on("data", (chunk: Buffer) => {
      if (chunk.toString().includes('"ready":true')) resolve();
    });
    child.once("exit", (code) => reject(new Error(`the executor ended with ${code}: ${log()}`)));
  });
}

/** Posts to a control of the executor and returns what it answered. */
export async function control<T = unknown>(executor: Executor, path: string, body: unknown = {}): Promise<T> {
  const response = await fetch(`${executor.url}/_local${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${text}`);
  return JSON.parse(text) as T;
}

export interface Stats {
  readonly runs: Readonly<Record<string, number>>;
  readonly functions: number;
  readonly app: { readonly isUp: boolean };
  readonly clockOffsetMs: number;
}

/** What the executor says of its queue and of the app. */
export async function getStats(executor: Executor): Promise<Stats> {
  const response = await fetch(`${executor.url}/_local/stats`);
  return (await response.json()) as Stats;
}
