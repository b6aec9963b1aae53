import { Inngest } from "inngest";
import { afterAll, afterEach, expect, test } from "vitest";
import { createClient, startApp } from "./support/app";
import { createCounters } from "./support/counters";
import { control, EVENT_KEY, getStats, startExecutor } from "./support/executor";
import {
  type Harness,
  startHarness,
  stopPostgres,
  waitFor,
  waitUntilDown,
  waitUntilRegistered,
} from "./support/harness";
import { findFreePort } from "./support/postgres";

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
let harness: Harness | null = null;
afterEach(async () => {
  await harness?.stop();
  harness = null;
});
afterAll(stopPostgres);

const define = (work: () => unknown) => (client: Inngest) => [
  client.createFunction({ id: "simple", triggers: [{ event: "x/simple" }], retries: 0 }, async () => work()),
];

test("keeps what is sent while the app is down, uses up no attempt, and goes on when it is back", async () => {
  const seen = createCounters();
  harness = await startHarness(define(() => seen.bump("simple")));
  await harness.app.stop();
  await harness.client.send([1, 2, 3].map((n) => ({ name: "x/simple", data: { n } })));
  await pause(1_500);
  expect(seen.get("simple")).toBe(0);
  await harness.app.start();
  const runs = await harness.waitForRuns("simple", 3);
  expect(runs.map((run) => run.status)).toEqual(["Completed", "Completed", "Completed"]);
  expect(runs.every((run) => run.calls.every((call) => call.attempt === 0))).toBe(true);
  expect(harness.executor.log()).not.toMatch(/error/);
});

test("starts before the app, waits quietly, and registers it as soon as it is up", async () => {
  harness = await startHarness(define(() => "first"));
  const { databaseUrl } = harness;
  await harness.stop();
  const port = await findFreePort();
  const executorPort = await findFreePort();
  const executor = await startExecutor({
    databaseUrl,
    appUrl: `http://127.0.0.1:${port}/api/inngest`,
    port: executorPort,
  });
  const client = createClient(executor.url);
  await client.send({ name: "x/early", data: {} });
  await pause(600);
  expect(executor.log()).toBe("");
  const early = client.createFunction({ id: "early", triggers: [{ event: "x/early" }] }, async () => "early");
  const app = await startApp(client, [early], port);
  await waitFor("the early run", async () => (await getStats(executor)).runs["Completed"] === 1);
  await executor.kill();
  await app.stop();
});

test("learns of a function that is new after the app restarted, before it acts on the app's events", async () => {
  harness = await startHarness(define(() => "old"));
  const { client } = harness;
  const added = client.createFunction({ id: "added", triggers: [{ event: "x/added" }] }, async () => "added");
  await harness.app.stop();
  await waitUntilDown(harness.executor);
  await harness.app.start([added]);
  await client.send({ name: "x/added", data: {} });
  const [run] = await harness.waitForRuns("added");
  expect(run?.output).toBe("added");
  const response = await fetch(`${harness.executor.url}/_local/functions`);
  const { functions } = (await response.json()) as { functions: { id: string }[] };
  expect(functions.map((config) => config.id)).toEqual(["billing-added"]);
});

test("refuses an app as a whole, naming the function and the reason, and keeps what was registered", async () => {
  harness = await startHarness(define(() => "kept"));
  const { client, executor } = harness;
  const bad = client.createFunction({ id: "bad", triggers: [{ cron: "61 * * * *" }] }, async () => null);
  await harness.app.stop();
  await waitUntilDown(harness.executor);
  await harness.app.start([bad]);
  await waitFor("the refusal", () => executor.log().includes('function "billing-bad" cannot be registered'));
  expect(executor.log()).toContain('cron "61 * * * *"');
  await client.send({ name: "x/simple", data: {} });
  // The old function is still known, but the app no longer has it: its run fails by name instead of hanging.
  const [run] = await harness.waitForRuns("simple", 1);
  expect(run?.error?.message).toContain('Function "billing-simple" was not found');
});

test("does not register an app that has another signing key, and says which setting differs", async () => {
  harness = await startHarness(define(() => "genuine"));
  const executorUrl = harness.executor.url;
  const { url } = harness.app;
  await harness.app.stop();
  await waitUntilDown(harness.executor);
  const impostor = new Inngest({
    id: "billing",
    isDev: false,
    baseUrl: executorUrl,
    eventKey: EVENT_KEY,
    signingKey: `signkey-test-${"cd".repeat(32)}`,
    logger: { info() {}, warn() {}, error() {}, debug() {} },
  });
  const functions = define(() => "forged")(impostor);
  const app = await startApp(impostor, functions, Number(new URL(url).port));
  await waitFor("the refusal to be logged", () => harness?.executor.log().includes("refused our signature"));
  await app.stop();
});

test("never completes a run by the page of something else that answers", async () => {
  harness = await startHarness(
    define(() => "genuine"),
    { flags: ["--resync-seconds", "600"] },
  );
  harness.app.replaceBy((_request, response) => {
    response.writeHead(200, { "content-type": "text/html" });
    response.end("<h1>Welcome</h1>");
  });
  await harness.client.send({ name: "x/simple", data: {} });
  const [run] = await harness.waitForRuns("simple", 1);
  expect(run?.status).toBe("Failed");
  expect(run?.error?.message).toContain("not an answer of the Inngest SDK");
});

test("calls are refused by the app when unsigned, so nobody else can run functions", async () => {
  harness = await startHarness(define(() => "no"));
  const response = await fetch(`${harness.app.url}?fnId=billing-simple&stepId=step`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({
      event: { name: "x", data: {} },
      events: [],
      steps: {},
      ctx: { run_id: "1", attempt: 0 },
    }),
  });
  expect(response.status).toBe(401);
  const sync = await fetch(harness.app.url, {
    method: "PUT",
    headers: { "content-type": "application/json", "x-inngest-sync-kind": "in_band" },
    body: JSON.stringify({ url: harness.app.url }),
  });
  expect(sync.status).toBe(401);
});

test("asks an idle app seldom", async () => {
  harness = await startHarness(define(() => "idle"));
  await control(harness.executor, "/wait-until-idle");
  const before = harness.app.requests.length;
  await pause(3_000);
  expect(harness.app.requests.length - before).toBe(0);
  await waitUntilRegistered(harness.executor);
});
