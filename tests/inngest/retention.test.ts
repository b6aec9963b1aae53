import type { Inngest } from "inngest";
import postgres from "postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import { control } from "./support/executor";
import { type Harness, startHarness, stopPostgres, waitUntilRegistered } from "./support/harness";

function defineFunctions(client: Inngest) {
  return [
    client.createFunction({ id: "quick", triggers: [{ event: "x/quick" }] }, async ({ step }) => {
      return await step.run("one", () => 1);
    }),
    client.createFunction({ id: "asleep", triggers: [{ event: "x/asleep" }] }, async ({ step }) => {
      await step.sleep("long", "30d");
      return "woke";
    }),
  ];
}

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness(defineFunctions, { flags: ["--retention-hours", "24"] });
});
afterAll(async () => {
  await harness.stop();
  await stopPostgres();
});

const TABLES = ["events", "runs", "run_events", "steps", "calls", "queue", "pauses", "event_ids"];

async function countRows(): Promise<Record<string, number>> {
  const sql = postgres(harness.databaseUrl, { max: 1 });
  const counts: Record<string, number> = {};
  for (const table of TABLES) {
    const [row] = await sql<{ count: number }[]>`
      select count(*)::integer as count from local_inngest.${sql(table)}`;
    counts[table] = row?.count ?? 0;
  }
  await sql.end();
  return counts;
}

test("removes ended runs and their events after the retention, and nothing that is still going", async () => {
  await harness.client.send(
    Array.from({ length: 20 }, (_, n) => ({ id: `q${n}`, name: "x/quick", data: {} })),
  );
  await harness.client.send({ name: "x/asleep", data: {} });
  await control(harness.executor, "/wait-until-idle");
  await control(harness.executor, "/advance", { ms: 48 * 3_600_000 });
  await harness.executor.stop();
  // Old runs are removed at start and every ten minutes.
  await harness.restartExecutor();
  await waitUntilRegistered(harness.executor);
  expect(await countRows()).toEqual({
    events: 1,
    runs: 1,
    run_events: 1,
    steps: 1,
    calls: 1,
    queue: 0,
    pauses: 1,
    event_ids: 0,
  });
  await control(harness.executor, "/advance", { ms: 30 * 24 * 3_600_000 });
  const [run] = await harness.waitForRuns("asleep");
  expect(run?.output).toBe("woke");
});
