import type { Inngest } from "inngest";
import { afterAll, beforeAll, expect, test } from "vitest";
import { dataOf } from "./support/data-of";
import { control, getStats } from "./support/executor";
import { type Harness, startHarness, stopPostgres, waitUntilRegistered } from "./support/harness";

const HOUR_MS = 3_600_000;

function defineFunctions(client: Inngest) {
  return [
    client.createFunction({ id: "minutely", triggers: [{ cron: "* * * * *" }] }, async ({ event }) => ({
      cron: dataOf(event)["cron"],
      name: event.name,
    })),
    client.createFunction(
      { id: "daily", triggers: [{ cron: "TZ=Europe/Paris 0 9 * * *" }] },
      async () => "ran",
    ),
  ];
}

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness(defineFunctions);
});
afterAll(async () => {
  await harness.stop();
  await stopPostgres();
});

test("does not run a cron merely because it was registered", async () => {
  await control(harness.executor, "/wait-until-idle");
  expect(await harness.listRuns("daily")).toHaveLength(0);
});

test("runs a cron at its tick with the cron's event", async () => {
  const before = (await harness.listRuns("minutely")).length;
  await control(harness.executor, "/advance", { ms: 60_000 });
  const runs = await harness.waitForRuns("minutely", before + 1);
  expect(runs.at(-1)?.output).toEqual({ cron: "* * * * *", name: "inngest/scheduled.timer" });
});

test("runs a cron once for the ticks it missed, however many, and goes on at the next", async () => {
  const before = (await harness.listRuns("minutely")).length;
  await control(harness.executor, "/advance", { ms: 3 * 24 * HOUR_MS });
  await control(harness.executor, "/wait-until-idle");
  expect(await harness.listRuns("minutely")).toHaveLength(before + 1);
  expect(await harness.listRuns("daily")).toHaveLength(1);
  await control(harness.executor, "/advance", { ms: 24 * HOUR_MS });
  await control(harness.executor, "/wait-until-idle");
  expect(await harness.listRuns("daily")).toHaveLength(2);
});

test("catches up once after the executor itself was down", async () => {
  await control(harness.executor, "/wait-until-idle");
  const before = (await harness.listRuns("daily")).length;
  await harness.executor.kill();
  const postgres = (await import("postgres")).default;
  const sql = postgres(harness.databaseUrl, { max: 1 });
  await sql`update local_inngest.crons set last_tick_at = last_tick_at - interval '5 days',
    due_at = due_at - interval '5 days'`;
  await sql.end();
  await harness.restartExecutor();
  await waitUntilRegistered(harness.executor);
  await control(harness.executor, "/wait-until-idle");
  expect(await harness.listRuns("daily")).toHaveLength(before + 1);
});

test("runs a cron by hand, beside its schedule", async () => {
  const { runId } = await control<{ runId: string }>(harness.executor, "/run-now", { functionId: "daily" });
  await control(harness.executor, "/wait-until-idle");
  expect(await harness.getRun(runId)).toMatchObject({ status: "Completed", output: "ran", origin: "manual" });
});

test("sets the clock back on reset and forgets the runs", async () => {
  await control(harness.executor, "/reset");
  const stats = await getStats(harness.executor);
  expect(stats["clockOffsetMs"]).toBe(0);
  await control(harness.executor, "/wait-until-idle");
  expect(await harness.listRuns("daily")).toHaveLength(0);
});
