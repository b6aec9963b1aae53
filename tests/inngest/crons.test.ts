import type { Inngest } from "inngest";
import { afterAll, beforeAll, expect, test } from "vitest";
import { dataOf } from "./support/data-of";
import { control, getStats } from "./support/executor";
import { type Harness, startHarness, stopPostgres, waitUntilRegistered } from "./support/harness";

const HOUR_MS = 3_600_000;
// Both tick far from now, so that the real time passes no tick while the tests run: only the tests' own time does.
const farMinute = (new Date().getUTCMinutes() + 30) % 60;
const hourInParis = Number(
  new Intl.DateTimeFormat("en-GB", { hour: "2-digit", timeZone: "Europe/Paris" }).format(),
);
const farHour = hourInParis >= 3 && hourInParis < 15 ? 21 : 9;
const HOURLY = `${farMinute} * * * *`;

function defineFunctions(client: Inngest) {
  return [
    client.createFunction({ id: "hourly", triggers: [{ cron: HOURLY }] }, async ({ event }) => ({
      cron: dataOf(event)["cron"],
      name: event.name,
    })),
    client.createFunction(
      { id: "daily", triggers: [{ cron: `TZ=Europe/Paris 0 ${farHour} * * *` }] },
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
  const before = (await harness.listRuns("hourly")).length;
  await control(harness.executor, "/advance", { ms: HOUR_MS });
  const runs = await harness.waitForRuns("hourly", before + 1);
  expect(runs.at(-1)?.output).toEqual({ cron: HOURLY, name: "inngest/scheduled.timer" });
});

test("runs a cron once for the ticks it missed, however many, and goes on at the next", async () => {
  const before = (await harness.listRuns("hourly")).length;
  await control(harness.executor, "/advance", { ms: 3 * 24 * HOUR_MS });
  await control(harness.executor, "/wait-until-idle");
  expect(await harness.listRuns("hourly")).toHaveLength(before + 1);
  expect(await harness.listRuns("daily")).toHaveLength(1);
  await control(harness.executor, "/advance", { ms: 24 * HOUR_MS });
  await control(harness.executor, "/wait-until-idle");
  expect(await harness.listRuns("daily")).toHaveLength(2);
});

test("catches up once after the executor itself was down", async () => {
  await control(harness.executor, "/wait-until-idle");
  const before = (await harness.listRuns("daily")).length;
  await harness.executor.kill();
  await harness.query(`update local_inngest.crons set last_tick_at = last_tick_at - interval '5 days',
    due_at = due_at - interval '5 days'`);
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
  expect(stats.clockOffsetMs).toBe(0);
  await control(harness.executor, "/wait-until-idle");
  expect(await harness.listRuns("daily")).toHaveLength(0);
});
