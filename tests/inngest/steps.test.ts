import { type Inngest, NonRetriableError, RetryAfterError } from "inngest";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createCounters } from "./support/counters";
import { dataOf } from "./support/data-of";
import { control } from "./support/executor";
import { type Harness, startHarness, stopPostgres, waitFor } from "./support/harness";

const seen = createCounters();

function defineFunctions(client: Inngest) {
  const on = (id: string) => ({ id, triggers: [{ event: `x/${id}` }] });
  const child = client.createFunction(on("child"), async ({ event, step }) => ({
    doubled: await step.run("double", () => Number(dataOf(event)["n"]) * 2),
  }));
  const failing = client.createFunction({ ...on("failing"), retries: 0 }, async () => {
    throw new Error("the child broke");
  });
  const slow = client.createFunction(on("slow"), async ({ step }) => {
    await step.sleep("long", "1h");
  });
  return [
    child,
    failing,
    slow,
    client.createFunction({ ...on("main"), retries: 3 }, async ({ event, step }) => {
      const a = await step.run("a", () => {
        seen.bump("a");
        return Number(dataOf(event)["n"]) + 1;
      });
      await step.sleep("nap", "1s");
      const b = await step.run("flaky", () => {
        if (seen.bump("flaky") === 1) throw new Error("boom once");
        return a * 10;
      });
      const invoked = await step.invoke("call-child", { function: child, data: { n: b } });
      const sent = await step.sendEvent("emit", { name: "x/emitted", data: { from: "main" } });
      return { a, b, invoked, sent: sent.ids.length };
    }),
    client.createFunction(on("emitted"), async ({ event }) => dataOf(event)["from"]),
    client.createFunction(on("parallel"), async ({ step }) => {
      const [x, y, z] = await Promise.all([
        step.run("x", () => `X${seen.bump("x")}`),
        step.run("y", () => `Y${seen.bump("y")}`),
        step.sleep("z", "1s"),
      ]);
      return await step.run("join", () => `${x}${y}${String(z)}${seen.bump("join")}`);
    }),
    client.createFunction(on("branches"), async ({ step }) => {
      const branch = async (name: string) => {
        const first = await step.run(`${name}-1`, () => seen.bump(`${name}-1`));
        const second = await step.run(`${name}-2`, () => first + seen.bump(`${name}-2`));
        return await step.run(`${name}-3`, () => second + seen.bump(`${name}-3`));
      };
      return await Promise.all([branch("left"), branch("right")]);
    }),
    client.createFunction({ ...on("race"), optimizeParallelism: false }, async ({ step }) => {
      const winner = await Promise.race([
        step.run("quick", () => `quick${seen.bump("quick")}`),
        step.sleep("slow", "1h").then(() => "slow"),
      ]);
      return await step.run("after", () => `${winner} ${seen.bump("after-race")}`);
    }),
    client.createFunction(
      { ...on("wait"), cancelOn: [{ event: "x/stop", match: "data.id" }] },
      async ({ step }) => {
        const answer = await step.waitForEvent("answer", {
          event: "x/answer",
          timeout: "1h",
          match: "data.id",
        });
        const none = await step.waitForEvent("never", { event: "x/never", timeout: "1s" });
        return { answer: answer?.data["v"], name: answer?.name, none };
      },
    ),
    client.createFunction(
      {
        ...on("fails"),
        retries: 1,
        onFailure: async ({ event, error, step }) => {
          const key = String(dataOf(event.data.event)["k"]);
          await step.run("alert", () => seen.bump(`onFailure ${error.message} ${key}`));
        },
      },
      async ({ step }) => {
        await step.run("always", () => {
          seen.bump("always");
          throw new Error("nope");
        });
      },
    ),
    client.createFunction({ ...on("throws"), retries: 2 }, async ({ attempt, maxAttempts }) => {
      if (attempt < 2) throw new Error(`attempt ${attempt}`);
      return { attempt, maxAttempts };
    }),
    client.createFunction(on("caught"), async ({ step }) => {
      try {
        return await step.run("bad", () => {
          seen.bump("bad");
          throw new NonRetriableError("bad card");
        });
      } catch (error) {
        return { caught: (error as Error).message };
      }
    }),
    client.createFunction(on("later"), async ({ attempt }) => {
      if (attempt === 0) throw new RetryAfterError("later", "1s");
      return { attempt };
    }),
    client.createFunction(on("final"), async () => {
      seen.bump("final");
      throw new NonRetriableError("no use");
    }),
    client.createFunction(on("until"), async ({ step }) => {
      await step.sleepUntil("then", new Date(Date.now() + 3_600_000));
      return "woke";
    }),
    client.createFunction(on("parent"), async ({ step }) => {
      try {
        return await step.invoke("call", { function: failing, data: {} });
      } catch (error) {
        return { caught: (error as Error).message };
      }
    }),
    client.createFunction(on("impatient"), async ({ step }) => {
      try {
        return await step.invoke("call", { function: slow, data: {}, timeout: "1s" });
      } catch (error) {
        return { caught: (error as Error).name };
      }
    }),
    client.createFunction(
      { id: "filtered", triggers: [{ event: "x/filtered", if: "event.data.amount > 100" }] },
      async ({ event }) => dataOf(event)["amount"],
    ),
    client.createFunction(
      { id: "wildcard", triggers: [{ event: "wild/*" }] },
      async ({ event }) => event.name,
    ),
    client.createFunction(on("values"), async ({ step }) => {
      const back = await step.run("odd", () => ({
        nul: "a\u0000b",
        half: "\ud83d",
        big: 2 ** 53 - 1,
        deep: [[null]],
      }));
      const none = await step.run("none", () => undefined);
      return { back, none };
    }),
  ];
}

let harness: Harness;
const send = (name: string, data: Record<string, unknown> = {}, id?: string) =>
  harness.client.send({ name, data, ...(id !== undefined && { id }) });

beforeAll(async () => {
  harness = await startHarness(defineFunctions);
});
afterAll(async () => {
  await harness.stop();
  await stopPostgres();
});

describe("steps", () => {
  test("runs each step once, sleeps, retries a failing step, invokes, and sends events", async () => {
    await send("x/main", { n: 1 }, "evt-1");
    await send("x/main", { n: 1 }, "evt-1");
    const [run] = await harness.waitForRuns("main");
    expect(run?.output).toEqual({ a: 2, b: 20, invoked: { doubled: 40 }, sent: 1 });
    expect([seen.get("a"), seen.get("flaky")]).toEqual([1, 2]);
    const [emitted] = await harness.waitForRuns("emitted");
    expect(emitted?.output).toBe("main");
    expect(await harness.listRuns("main")).toHaveLength(1);
  });

  test("runs parallel steps once each and joins when all are done", async () => {
    await send("x/parallel");
    const [run] = await harness.waitForRuns("parallel");
    expect(run?.output).toBe("X1Y1null1");
  });

  test("runs parallel chains of steps once each", async () => {
    await send("x/branches");
    const [run] = await harness.waitForRuns("branches");
    expect(run?.output).toEqual([3, 3]);
    for (const side of ["left", "right"]) {
      expect([1, 2, 3].map((n) => seen.get(`${side}-${n}`))).toEqual([1, 1, 1]);
    }
  });

  test("goes on with the winner of a race while the loser still sleeps", async () => {
    await send("x/race");
    // Stored, not only executed: a sleep that is cut short in between asks the function again too early.
    await waitFor("the step after the race", async () => {
      const [run] = await harness.listRuns("race");
      const steps = run ? (await harness.getRun(run.id)).steps : [];
      return steps.some(({ name, status }) => name === "after" && status === "done");
    });
    // The SDK itself ends such a function only when the loser is done, too.
    expect((await harness.listRuns("race"))[0]?.status).toBe("Running");
    await waitFor("the loser's sleep to end", () => control(harness.executor, "/skip").then(() => true));
    const [run] = await harness.waitForRuns("race");
    expect(run?.output).toBe("quick1 1");
  });

  test("keeps odd values as they were: NUL, half an emoji as U+FFFD, the largest integer, undefined as null", async () => {
    await send("x/values");
    const [run] = await harness.waitForRuns("values");
    expect(run?.output).toEqual({
      back: { nul: "a\u0000b", half: "\ufffd", big: 2 ** 53 - 1, deep: [[null]] },
      none: null,
    });
  });

  test("wakes a sleepUntil when its moment comes, and not before", async () => {
    await send("x/until");
    await waitFor("the run to sleep", async () => {
      const [run] = await harness.listRuns("until");
      return run && (await harness.getRun(run.id)).steps[0]?.status === "pending";
    });
    await control(harness.executor, "/wait-until-idle");
    expect((await harness.listRuns("until"))[0]?.status).toBe("Running");
    await control(harness.executor, "/skip");
    const [run] = await harness.waitForRuns("until");
    expect(run?.output).toBe("woke");
  });
});

describe("waiting for events", () => {
  test("resumes with the matching event only, and with null after the timeout", async () => {
    await send("x/wait", { id: 7 });
    await control(harness.executor, "/wait-until-idle");
    await send("x/answer", { id: 8, v: "wrong" });
    await send("x/answer", { v: "without id" });
    await send("x/answer", { id: 7, v: "right" });
    const [run] = await harness.waitForRuns("wait");
    expect(run?.output).toEqual({ answer: "right", name: "x/answer", none: null });
  });

  test("cancels the matching run only, even when the cancelling event follows at once", async () => {
    const before = (await harness.listRuns("wait")).length;
    await harness.client.send([
      { name: "x/wait", data: { id: 9 } },
      { name: "x/wait", data: { id: 10 } },
      { name: "x/stop", data: { id: 9 } },
    ]);
    const ended = await harness.waitForRuns("wait", before + 1);
    expect(ended.map((run) => run.status).filter((status) => status === "Cancelled")).toHaveLength(1);
    await control(harness.executor, "/wait-until-idle");
    const living = (await harness.listRuns("wait")).filter((run) => run.status === "Running");
    expect(living).toHaveLength(1);
  });
});

describe("errors", () => {
  test("retries a function that throws, with its attempt counted, until it succeeds", async () => {
    await send("x/throws");
    const [run] = await harness.waitForRuns("throws");
    expect(run?.output).toEqual({ attempt: 2, maxAttempts: 3 });
    expect(run?.calls.map((call) => call.httpStatus)).toEqual([500, 500, 200]);
  });

  test("fails the run after the last attempt and runs onFailure once with the event and the error", async () => {
    await send("x/fails", { k: "K" });
    const [run] = await harness.waitForRuns("fails");
    expect(run).toMatchObject({ status: "Failed", error: { message: "nope" } });
    expect(seen.get("always")).toBe(2);
    await harness.waitForRuns("fails-failure");
    expect(seen.get("onFailure nope K")).toBe(1);
  });

  test("gives the code the error of a step that must not be retried, after one attempt", async () => {
    await send("x/caught");
    const [run] = await harness.waitForRuns("caught");
    expect(run?.output).toEqual({ caught: "bad card" });
    expect(seen.get("bad")).toBe(1);
  });

  test("does not retry a function that throws NonRetriableError", async () => {
    await send("x/final");
    const [run] = await harness.waitForRuns("final");
    expect(run).toMatchObject({ status: "Failed", error: { message: "no use" } });
    expect(seen.get("final")).toBe(1);
  });

  test("waits as long as RetryAfterError asks", async () => {
    await send("x/later");
    const [run] = await harness.waitForRuns("later");
    expect(run?.output).toEqual({ attempt: 1 });
    const took = Date.parse(run?.endedAt ?? "") - Date.parse(run?.startedAt ?? "");
    expect(took).toBeGreaterThan(900);
  });

  test("hands a failed child's error to the run that invoked it", async () => {
    await send("x/parent");
    const [run] = await harness.waitForRuns("parent");
    expect(run?.output).toEqual({ caught: "the child broke" });
  });

  test("ends an invoke at its timeout", async () => {
    await send("x/impatient");
    const [run] = await harness.waitForRuns("impatient");
    expect(run).toMatchObject({ status: "Completed", output: { caught: "InngestInvokeTimeoutError" } });
  });
});

describe("triggers", () => {
  test("starts a function only for events its condition holds for", async () => {
    await harness.client.send([
      { name: "x/filtered", data: { amount: 50 } },
      { name: "x/filtered", data: {} },
      { name: "x/filtered", data: { amount: 101 } },
    ]);
    const runs = await harness.waitForRuns("filtered");
    await control(harness.executor, "/wait-until-idle");
    expect(runs.map((run) => run.output)).toEqual([101]);
    expect(await harness.listRuns("filtered")).toHaveLength(1);
  });

  test("starts a function for every name its pattern fits", async () => {
    await harness.client.send([
      { name: "wild/one", data: {} },
      { name: "wilder", data: {} },
    ]);
    const runs = await harness.waitForRuns("wildcard");
    expect(runs.map((run) => run.output)).toEqual(["wild/one"]);
  });
});
