import type { Inngest } from "inngest";
import { afterAll, afterEach, expect, test } from "vitest";
import { createCounters } from "./support/counters";
import { dataOf } from "./support/data-of";
import { control } from "./support/executor";
import {
  type Harness,
  prolongLeases,
  startHarness,
  stopPostgres,
  waitFor,
  waitUntilRegistered,
} from "./support/harness";

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
let harness: Harness;
afterEach(async () => {
  await harness.stop();
});
afterAll(stopPostgres);

async function killAndRestart(): Promise<void> {
  await harness.executor.kill();
  await harness.restartExecutor();
}

test("resumes a run killed in the middle of a step, without running the memoised steps again", async () => {
  const seen = createCounters();
  harness = await startHarness((client) => [
    client.createFunction({ id: "slow", triggers: [{ event: "x/slow" }] }, async ({ step }) => {
      await step.run("before", () => seen.bump("before"));
      await step.run("during", async () => {
        seen.bump("during");
        if (seen.get("during") === 1) await pause(1_500);
      });
      return await step.run("after", () => seen.bump("after"));
    }),
  ]);
  await harness.client.send({ name: "x/slow", data: {} });
  await waitFor("the step to be under way", () => seen.get("during") === 1);
  await harness.executor.kill();
  // The dead are known by their lock, long before their leases end.
  await prolongLeases(harness);
  await harness.restartExecutor();
  const [run] = await harness.waitForRuns("slow");
  expect(run).toMatchObject({ status: "Completed", output: 1 });
  expect([seen.get("before"), seen.get("during"), seen.get("after")]).toEqual([1, 2, 1]);
});

test("completes many runs through repeated kills, and never runs a step again once a later one ran", async () => {
  const executed: { run: string; step: number }[] = [];
  harness = await startHarness((client) => [
    client.createFunction(
      { id: "many", triggers: [{ event: "x/many" }], retries: 3 },
      async ({ step, runId }) => {
        let sum = 0;
        for (let index = 0; index < 4; index++) {
          sum += await step.run(`s${index}`, async () => {
            executed.push({ run: runId, step: index });
            await pause(5);
            return index;
          });
        }
        return sum;
      },
    ),
  ]);
  const total = 150;
  await harness.client.send(Array.from({ length: total }, (_, n) => ({ name: "x/many", data: { n } })));
  for (const afterMs of [120, 260, 60, 400, 180]) {
    await pause(afterMs);
    await killAndRestart();
  }
  const runs = await harness.waitForRuns("many", total, 120_000);
  expect(runs).toHaveLength(total);
  expect(runs.every((run) => run.status === "Completed" && run.output === 6)).toBe(true);
  const furthest = new Map<string, number>();
  for (const { run, step } of executed) {
    expect(step).toBeGreaterThanOrEqual(furthest.get(run) ?? 0);
    furthest.set(run, step);
  }
  expect(furthest.size).toBe(total);
}, 240_000);

test("loses no event it acknowledged, when killed right after", async () => {
  const numbers: number[] = [];
  harness = await startHarness((client) => [
    client.createFunction({ id: "counted", triggers: [{ event: "x/counted" }] }, async ({ event }) => {
      numbers.push(Number(dataOf(event)["n"]));
    }),
  ]);
  for (let n = 0; n < 5; n++) {
    await harness.client.send({ name: "x/counted", data: { n } });
    await killAndRestart();
  }
  const runs = await harness.waitForRuns("counted", 5);
  expect(runs).toHaveLength(5);
  expect([...new Set(numbers)].sort()).toEqual([0, 1, 2, 3, 4]);
}, 240_000);

function defineWaiting(client: Inngest) {
  const attempts = createCounters();
  const on = (id: string) => ({ id, triggers: [{ event: `x/${id}` }] });
  return [
    client.createFunction(on("sleeper"), async ({ step }) => {
      await step.sleep("nap", "1h");
      return "woke";
    }),
    client.createFunction(on("waiter"), async ({ step }) => {
      const answer = await step.waitForEvent("answer", { event: "x/answer", timeout: "1d" });
      return answer?.name;
    }),
    client.createFunction({ ...on("retried"), retries: 1 }, async () => {
      if (attempts.bump("retried") === 1) throw new Error("once");
      return "retried";
    }),
    client.createFunction({ ...on("debounced"), debounce: { period: "1h" } }, async () => "debounced"),
    client.createFunction(
      { ...on("batched"), batchEvents: { maxSize: 9, timeout: "3600s" } },
      async () => "batched",
    ),
  ];
}

test("keeps sleeps, waits, attempts to come, debounces and batches through a kill", async () => {
  harness = await startHarness(defineWaiting, { flags: ["--backoff-scale", "1"] });
  const names = ["sleeper", "waiter", "retried", "debounced", "batched"];
  await harness.client.send(names.map((name) => ({ name: `x/${name}`, data: {} })));
  await waitFor("the runs to wait", async () => {
    const stats = await control<{ stats: { sleeping: number; later: number } }>(
      harness.executor,
      "/wait-until-idle",
    );
    return stats.stats.sleeping === 1 && stats.stats.later === 1;
  });
  await killAndRestart();
  await waitUntilRegistered(harness.executor);
  await harness.client.send({ name: "x/answer", data: {} });
  await harness.waitForRuns("waiter");
  await control(harness.executor, "/advance", { ms: 3_600_000 });
  const outputs = await Promise.all(names.map(async (name) => (await harness.waitForRuns(name))[0]?.output));
  expect(outputs).toEqual(["woke", "x/answer", "retried", "debounced", "batched"]);
});

test("ends on SIGTERM long before the call under way does, and gives it back at once", async () => {
  const seen = createCounters();
  harness = await startHarness((client) => [
    client.createFunction({ id: "long", triggers: [{ event: "x/long" }] }, async ({ step }) => {
      return await step.run("long", async () => {
        if (seen.bump("long") === 1) await pause(60_000);
        return "done";
      });
    }),
  ]);
  await harness.client.send({ name: "x/long", data: {} });
  await waitFor("the step to be under way", () => seen.get("long") === 1);
  // Two seconds at most, and what a busy machine adds to them.
  expect(await harness.executor.stop()).toBeLessThan(20_000);
  await prolongLeases(harness);
  await harness.restartExecutor();
  const [run] = await harness.waitForRuns("long");
  expect(run?.output).toBe("done");
  // The interrupted call cost no attempt.
  expect(run?.calls.map((call) => call.attempt)).toEqual([0, 0]);
});
