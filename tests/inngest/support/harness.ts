import type { Inngest, InngestFunction } from "inngest";
import postgres from "postgres";
import { createClient, startApp, type TestApp } from "./app";
import { type Executor, getStats, startExecutor } from "./executor";
import { findFreePort, startPostgres, type TestPostgres } from "./postgres";

export interface RunSummary {
  endedAt: string | null;
  id: string;
  functionId: string;
  status: string;
  reason: string | null;
  errorMessage: string | null;
}

export interface RunDetail extends RunSummary {
  output: unknown;
  error: { name: string; message: string } | null;
  queuedAt: string;
  startedAt: string | null;

  steps: { name: string; op: string; status: string }[];
  calls: { stepId: string; attempt: number; httpStatus: number | null; outcome: string }[];
}

export interface Harness {
  databaseUrl: string;
  executor: Executor;
  app: TestApp;
  client: Inngest;
  /** Starts the executor anew on its port, after it was killed or stopped. */
  restartExecutor(): Promise<Executor>;
  /** Starts another executor on the same database. */
  addExecutor(): Promise<Executor>;
  /** Runs SQL on the executor's database, behind its back. */
  query(sql: string): Promise<unknown>;
  listRuns(functionId: string): Promise<RunSummary[]>;
  getRun(id: string): Promise<RunDetail>;
  /** Waits until a function has this many ended runs and returns all of its, oldest first. */
  waitForRuns(functionId: string, count?: number, timeoutMs?: number): Promise<RunDetail[]>;
  stop(): Promise<void>;
}

/** Long beside any work of a test, so that a machine that pauses for seconds fails none. */
const PATIENCE_MS = 50_000;

let cluster: Promise<TestPostgres> | null = null;
let databases = 0;

/** One Postgres for all harnesses of a test file; `stopPostgres` belongs into its last afterAll. */
export async function getPostgres(): Promise<TestPostgres> {
  cluster ??= startPostgres();
  return await cluster;
}

export async function stopPostgres(): Promise<void> {
  const running = await cluster;
  cluster = null;
  await running?.stop();
}

/** Polls until a value is truthy. Throws with `what` when it takes too long. */
export async function waitFor<T>(
  what: string,
  look: () => Promise<T | null | undefined | false> | T | null | undefined | false,
  timeoutMs = PATIENCE_MS,
): Promise<T> {
  const until = Date.now() + timeoutMs;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (Date.now() > until) throw new Error(`waited ${timeoutMs} ms for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 15));
  }
}

/** A database, an executor on it and an app with these functions, all registered. */
export async function startHarness(
  define: (client: Inngest) => InngestFunction.Any[],
  options: { flags?: string[] } = {},
): Promise<Harness> {
  const databaseUrl = await (await getPostgres()).createDatabase(`executor_${++databases}`);
  const [appPort, executorPort] = [await findFreePort(), await findFreePort()];
  const client = createClient(`http://127.0.0.1:${executorPort}`);
  const appUrl = `http://127.0.0.1:${appPort}/api/inngest`;
  const start = (port?: number) =>
    startExecutor({
      databaseUrl,
      appUrl,
      ...(port !== undefined && { port }),
      ...(options.flags && { flags: options.flags }),
    });
  const executors: Executor[] = [];
  const track = (executor: Executor) => {
    executors.push(executor);
    return executor;
  };
  const app = await startApp(client, define(client), appPort);
  const harness: Harness = {
    databaseUrl,
    app,
    client,
    executor: track(await start(executorPort)),
    async restartExecutor() {
      harness.executor = track(await start(executorPort));
      return harness.executor;
    },
    addExecutor: async () => track(await start()),
    async query(statement) {
      const sql = postgres(databaseUrl, { max: 1 });
      try {
        return await sql.unsafe(statement);
      } finally {
        await sql.end();
      }
    },
    async listRuns(functionId) {
      const response = await fetch(`${harness.executor.url}/_local/runs?functionId=billing-${functionId}`);
      const { runs } = (await response.json()) as { runs: RunSummary[] };
      return runs.reverse();
    },
    async getRun(id) {
      const response = await fetch(`${harness.executor.url}/_local/runs/${id}`);
      return (await response.json()) as RunDetail;
    },
    async waitForRuns(functionId, count = 1, timeoutMs = PATIENCE_MS) {
      const ended = await waitFor(
        `${count} ended runs of ${functionId}`,
        async () => {
          const runs = await harness.listRuns(functionId);
          const done = runs.filter((run) => !["Queued", "Running"].includes(run.status));
          return done.length >= count ? done : null;
        },
        timeoutMs,
      );
      return await Promise.all(ended.map((run) => harness.getRun(run.id)));
    },
    async stop() {
      await Promise.all(executors.map((executor) => executor.kill()));
      await app.stop();
    },
  };
  await waitUntilRegistered(harness.executor);
  return harness;
}

/** Lets no lease run out during the test: a call is free again when it was given back, or its owner found dead. */
export async function prolongLeases(harness: Harness): Promise<void> {
  await harness.query(
    "update local_inngest.queue set lease_until = lease_until + interval '1 day' where lease_owner is not null",
  );
}

/** Waits until an executor has noticed that the app is down. */
export async function waitUntilDown(executor: Executor): Promise<void> {
  await waitFor("the app to count as down", async () => !(await getStats(executor)).app.isUp);
}

/** Waits until an executor has the app's functions and the app counts as up. */
export async function waitUntilRegistered(executor: Executor): Promise<void> {
  await waitFor("the app's registration", async () => {
    const { functions, app } = await getStats(executor);
    return functions > 0 && app.isUp;
  });
}
