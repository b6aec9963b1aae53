import { afterAll, beforeAll, expect, test } from "vitest";
import { createCounters } from "./support/counters";
import { dataOf } from "./support/data-of";
import { getPostgres, type Harness, startHarness, stopPostgres, waitFor } from "./support/harness";

const seen = createCounters();
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness((client) => [
    client.createFunction({ id: "counted", triggers: [{ event: "x/counted" }] }, async ({ event, step }) => {
      const n = String(dataOf(event)["n"]);
      await step.run("one", () => seen.bump(`one ${n}`));
      await step.run("two", () => seen.bump(`two ${n}`));
      return n;
    }),
  ]);
});
afterAll(async () => {
  await harness.stop();
  await stopPostgres();
});

test("outlives Postgres killed under it, and loses nothing it acknowledged", async () => {
  const acknowledged: string[] = [];
  let next = 0;
  let isSending = true;
  const sending = (async () => {
    while (isSending) {
      const batch = Array.from({ length: 4 }, () => ({ name: "x/counted", data: { n: String(next++) } }));
      try {
        await harness.client.send(batch);
        acknowledged.push(...batch.map((event) => event.data.n));
      } catch {
        // Not acknowledged, so nothing is promised of it.
      }
      await pause(40);
    }
  })();
  const untilMoreIsAcknowledged = async () => {
    const before = acknowledged.length;
    await waitFor("more events to be acknowledged", () => acknowledged.length >= before + 12);
  };
  for (let round = 0; round < 2; round++) {
    await untilMoreIsAcknowledged();
    await (await getPostgres()).killAndRestart();
  }
  await untilMoreIsAcknowledged();
  isSending = false;
  await sending;
  const runs = await harness.waitForRuns("counted", acknowledged.length, 120_000);
  const completed = new Set(runs.filter((run) => run.status === "Completed").map((run) => run.output));
  expect(acknowledged.filter((n) => !completed.has(n))).toEqual([]);
}, 300_000);
