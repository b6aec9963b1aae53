import type { Inngest } from "inngest";
import { afterAll, afterEach, expect, test } from "vitest";
import { control } from "./support/executor";
import { type Harness, startHarness, stopPostgres, waitFor } from "./support/harness";

let harness: Harness;
afterEach(() => harness.stop());
afterAll(stopPostgres);

test("a call that was under way when the last wait ended does not end its run: the next call knows more", async () => {
  let hold = () => {};
  harness = await startHarness((client: Inngest) => [
    client.createFunction(
      { id: "race", triggers: [{ event: "x/race" }], optimizeParallelism: false },
      async ({ step }) => {
        const winner = await Promise.race([
          step.run("quick", () => "quick"),
          step.sleep("slow", "1h").then(() => "slow"),
        ]);
        return await step.run("after", () => {
          hold();
          return winner;
        });
      },
    ),
  ]);
  const { app, client, executor } = harness;
  hold = app.hold;
  await client.send({ name: "x/race", data: {} });
  await waitFor("the call after the race", () => app.countHeld() === 1);
  const [run] = await harness.listRuns("race");
  const read = () => harness.getRun(run?.id ?? "");
  expect((await read()).steps.find(({ name }) => name === "slow")?.status).toBe("pending");
  await control(executor, "/skip");
  await waitFor("the call after the sleep", () => app.countHeld() === 2);
  const before = (await read()).calls.length;
  app.releaseOne();
  await waitFor("the first answer", async () => (await read()).calls.length === before + 1);
  expect((await read()).status).toBe("Running");
  app.releaseOne();
  expect(await harness.waitForRuns("race")).toMatchObject([{ status: "Completed", output: "quick" }]);
});
