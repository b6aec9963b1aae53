import type { Inngest } from "inngest";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createClient } from "./support/app";
import { createCounters } from "./support/counters";
import { dataOf } from "./support/data-of";
import { control, type Executor } from "./support/executor";
import {
  type Harness,
  prolongLeases,
  startHarness,
  stopPostgres,
  waitFor,
  waitUntilRegistered,
} from "./support/harness";

const seen = createCounters();
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const busy = { current: 0, highest: 0 };
// Half a day from now, so that no tick comes by itself while the tests run.
const farHour = (new Date().getUTCHours() + 12) % 24;

function defineFunctions(client: Inngest) {
  return [
    client.createFunction({ id: "raced", triggers: [{ event: "x/raced" }] }, async ({ event, step }) => {
      const n = String(dataOf(event)["n"]);
      await step.run("one", () => seen.bump(`one ${n}`));
      await step.run("two", () => seen.bump(`two ${n}`));
    }),
    client.createFunction(
      { id: "exclusive", triggers: [{ event: "x/exclusive" }], concurrency: 1 },
      async ({ step }) => {
        await step.run("alone", async () => {
          busy.current++;
          busy.highest = Math.max(busy.highest, busy.current);
          await pause(10);
          busy.current--;
        });
      },
    ),
    client.createFunction({ id: "daily", triggers: [{ cron: `0 ${farHour} * * *` }] }, async () =>
      seen.bump("daily"),
    ),
    client.createFunction({ id: "same", triggers: [{ event: "x/same" }] }, async () => seen.bump("same")),
    client.createFunction({ id: "taken-over", triggers: [{ event: "x/taken-over" }] }, async ({ step }) => {
      await step.run("slow", async () => {
        seen.bump("taken over");
        await pause(400);
      });
    }),
  ];
}

let harness: Harness;
let second: Executor;
beforeAll(async () => {
  harness = await startHarness(defineFunctions);
  second = await harness.addExecutor();
  await waitUntilRegistered(second);
});
afterAll(async () => {
  await harness.stop();
  await stopPostgres();
});

test("two executors on one database run every step exactly once", async () => {
  const total = 120;
  const other = createClient(second.url);
  const half = (from: number) =>
    Array.from({ length: total / 2 }, (_, n) => ({ name: "x/raced", data: { n: from + n } }));
  await Promise.all([harness.client.send(half(0)), other.send(half(total / 2))]);
  const runs = await harness.waitForRuns("raced", total);
  expect(runs).toHaveLength(total);
  const counts = Array.from({ length: total }, (_, n) => [seen.get(`one ${n}`), seen.get(`two ${n}`)]);
  expect(counts.flat().every((count) => count === 1)).toBe(true);
});

test("two executors keep a concurrency limit together", async () => {
  const events = Array.from({ length: 20 }, () => ({ name: "x/exclusive", data: {} }));
  await Promise.all([harness.client.send(events), createClient(second.url).send(events)]);
  await harness.waitForRuns("exclusive", 40);
  expect(busy.highest).toBe(1);
});

test("the same event sent 20 times at once to both starts one run", async () => {
  const other = createClient(second.url);
  const event = { id: "same-event", name: "x/same", data: {} };
  const sent = await Promise.all(
    Array.from({ length: 20 }, (_, n) => (n % 2 ? other : harness.client).send(event)),
  );
  expect(new Set(sent.flatMap((result) => result.ids)).size).toBe(1);
  await harness.waitForRuns("same");
  await control(harness.executor, "/wait-until-idle");
  expect(seen.get("same")).toBe(1);
});

test("a cron runs once, not once per executor, and both share one clock", async () => {
  await control(second, "/advance", { ms: 24 * 3_600_000 });
  await harness.waitForRuns("daily");
  await control(second, "/wait-until-idle");
  await control(harness.executor, "/wait-until-idle");
  expect(seen.get("daily")).toBe(1);
});

test("the calls of a killed executor are taken over by the other", async () => {
  await createClient(second.url).send(Array.from({ length: 12 }, () => ({ name: "x/taken-over", data: {} })));
  await waitFor("the steps to be under way", () => seen.get("taken over") >= 6);
  await second.kill();
  // The dead are known by their lock, long before their leases end.
  await prolongLeases(harness);
  const runs = await harness.waitForRuns("taken-over", 12);
  expect(runs.every((run) => run.status === "Completed")).toBe(true);
});
