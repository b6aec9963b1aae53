import type { Inngest } from "inngest";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createCounters } from "./support/counters";
import { dataOf } from "./support/data-of";
import { control } from "./support/executor";
import { type Harness, startHarness, stopPostgres, waitFor } from "./support/harness";

const seen = createCounters();
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Counts how many calls of a kind run at the same time. */
function createGauge() {
  let current = 0;
  return {
    highest: 0,
    async hold(ms: number) {
      current++;
      this.highest = Math.max(this.highest, current);
      await pause(ms);
      current--;
    },
  };
}

const gauges = new Map<string, ReturnType<typeof createGauge>>();
const gauge = (name: string) => {
  const found = gauges.get(name) ?? createGauge();
  gauges.set(name, found);
  return found;
};
const order: unknown[] = [];

function defineFunctions(client: Inngest) {
  const on = (id: string) => ({ id, triggers: [{ event: `x/${id}` }] });
  const keyed = { key: "event.data.org", limit: 1 };
  return [
    client.createFunction({ ...on("keyed"), concurrency: keyed }, async ({ event, step }) => {
      const org = String(dataOf(event)["org"]);
      await step.run("one", () => gauge(org).hold(40));
      await step.run("two", () => gauge(org).hold(40));
    }),
    client.createFunction({ ...on("pair"), concurrency: 2 }, async ({ step }) => {
      await Promise.all([1, 2, 3].map((n) => step.run(`s${n}`, () => gauge("pair").hold(30))));
    }),
    client.createFunction({ ...on("sleepy"), concurrency: 1 }, async ({ step }) => {
      await step.sleep("long", "1h");
      return seen.bump("sleepy");
    }),
    client.createFunction(
      { ...on("debounced"), debounce: { key: "event.data.k", period: "1h" } },
      async ({ event }) => dataOf(event)["v"],
    ),
    client.createFunction(
      { ...on("impatient"), debounce: { period: "2h", timeout: "3h" } },
      async ({ event }) => dataOf(event)["v"],
    ),
    client.createFunction(
      { ...on("batched"), batchEvents: { maxSize: 3, timeout: "3600s" } },
      async ({ events }) => events.map((event) => dataOf(event)["i"]),
    ),
    client.createFunction(
      { ...on("grouped"), batchEvents: { maxSize: 10, timeout: "3600s", key: "event.data.k" } },
      async ({ events }) => events.map((event) => dataOf(event)["k"]),
    ),
    client.createFunction(
      { ...on("limited"), rateLimit: { limit: 2, period: "1h", key: "event.data.k" } },
      async ({ event }) => dataOf(event)["k"],
    ),
    client.createFunction({ ...on("throttled"), throttle: { limit: 2, period: "2h" } }, async () => null),
    client.createFunction({ ...on("once"), idempotency: "event.data.order" }, async () => seen.bump("once")),
    client.createFunction({ ...on("single"), singleton: { mode: "skip" } }, async ({ step }) => {
      await step.sleep("long", "1h");
    }),
    client.createFunction(
      { ...on("newest"), singleton: { mode: "cancel", key: "event.data.k" } },
      async ({ step }) => {
        await step.sleep("long", "1h");
      },
    ),
    client.createFunction(
      { ...on("ranked"), concurrency: 1, priority: { run: "event.data.vip ? 100 : 0" } },
      async ({ event }) => {
        order.push(dataOf(event)["n"]);
        await pause(20);
      },
    ),
    client.createFunction({ ...on("bounded"), timeouts: { finish: "1s" } }, async ({ step }) => {
      await step.sleep("long", "1h");
    }),
  ];
}

let harness: Harness;
const sendAll = (name: string, list: Record<string, unknown>[]) =>
  harness.client.send(list.map((data) => ({ name, data })));
const settle = () => control(harness.executor, "/wait-until-idle");
const passAnHour = async () => {
  await settle();
  await control(harness.executor, "/advance", { ms: 3_600_000 });
  await settle();
};

beforeAll(async () => {
  harness = await startHarness(defineFunctions);
});
afterAll(async () => {
  await harness.stop();
  await stopPostgres();
});

describe("concurrency", () => {
  test("never runs two steps of one key at once, while other keys go on", async () => {
    await sendAll(
      "x/keyed",
      ["a", "b", "a", "b", "a", "c"].map((org) => ({ org })),
    );
    const runs = await harness.waitForRuns("keyed", 6);
    expect(runs.every((run) => run.status === "Completed")).toBe(true);
    expect(["a", "b", "c"].map((org) => gauge(org).highest)).toEqual([1, 1, 1]);
  });

  test("counts parallel steps of one run and of several against the function's limit", async () => {
    await sendAll("x/pair", [{}, {}, {}]);
    await harness.waitForRuns("pair", 3);
    expect(gauge("pair").highest).toBe(2);
  });

  test("limits steps that execute, not runs that sleep", async () => {
    await sendAll("x/sleepy", [{}, {}, {}]);
    await waitFor("three sleeping runs", async () => {
      const runs = await harness.listRuns("sleepy");
      return runs.filter((run) => run.status === "Running").length === 3;
    });
    await control(harness.executor, "/wait-until-idle");
    await control(harness.executor, "/skip");
    await harness.waitForRuns("sleepy", 3);
    expect(seen.get("sleepy")).toBe(3);
  });
});

describe("gathering events", () => {
  test("runs a debounced function once per key with the last event", async () => {
    await sendAll("x/debounced", [
      { k: "a", v: 1 },
      { k: "b", v: 10 },
      { k: "a", v: 2 },
    ]);
    await settle();
    await sendAll("x/debounced", [{ k: "a", v: 3 }]);
    await passAnHour();
    const runs = await harness.waitForRuns("debounced", 2);
    expect(runs.map((run) => run.output).sort()).toEqual([10, 3]);
  });

  test("ends a debounce at its timeout although events keep coming", async () => {
    for (const v of [1, 2, 3]) {
      expect(await harness.listRuns("impatient")).toEqual([]);
      await sendAll("x/impatient", [{ v }]);
      await passAnHour();
    }
    const [run] = await harness.waitForRuns("impatient", 1);
    expect(run?.output).toBe(3);
  });

  test("starts a batch when it is full, and what is left after its timeout", async () => {
    await sendAll(
      "x/batched",
      [1, 2, 3, 4].map((i) => ({ i })),
    );
    await harness.waitForRuns("batched", 1);
    await passAnHour();
    const runs = await harness.waitForRuns("batched", 2);
    expect(runs.map((run) => run.output)).toEqual([[1, 2, 3], [4]]);
  });

  test("gathers batches by key", async () => {
    await sendAll(
      "x/grouped",
      ["a", "b", "a"].map((k) => ({ k })),
    );
    await passAnHour();
    const runs = await harness.waitForRuns("grouped", 2);
    expect(runs.map((run) => run.output).sort()).toEqual([["a", "a"], ["b"]]);
  });
});

describe("limits on starting", () => {
  test("skips what exceeds a rate limit, per key, and says so", async () => {
    await sendAll(
      "x/limited",
      ["a", "a", "a", "b"].map((k) => ({ k })),
    );
    const runs = await harness.waitForRuns("limited", 4);
    // Events of the same millisecond may be listed in any order.
    const statuses = runs.map((run) => run.status).sort();
    expect(statuses).toEqual(["Completed", "Completed", "Completed", "Skipped"]);
    expect(runs.find((run) => run.status === "Skipped")?.reason).toBe("rate limit: 2 per 1h reached");
  });

  test("spreads throttled runs evenly and loses none", async () => {
    const countEnded = async () =>
      (await harness.listRuns("throttled")).filter((run) => run.status === "Completed").length;
    await sendAll("x/throttled", [{}, {}, {}]);
    await settle();
    for (const ended of [1, 2, 3]) {
      expect(await countEnded()).toBe(ended);
      await passAnHour();
    }
  });

  test("runs once per idempotency key, whatever comes at once", async () => {
    await Promise.all(Array.from({ length: 10 }, () => sendAll("x/once", [{ order: 1 }])));
    await sendAll("x/once", [{ order: 2 }]);
    await harness.waitForRuns("once", 11);
    expect(seen.get("once")).toBe(2);
  });

  test("skips a singleton while a run is going, with its reason", async () => {
    await sendAll("x/single", [{}, {}]);
    const [skipped] = await harness.waitForRuns("single", 1);
    expect(skipped).toMatchObject({ status: "Skipped" });
    expect(skipped?.reason).toMatch(/^singleton: run \w+ is still going$/);
  });

  test("cancels the older run of a singleton in cancel mode, per key", async () => {
    await sendAll("x/newest", [{ k: "a" }, { k: "b" }, { k: "a" }]);
    const [cancelled] = await harness.waitForRuns("newest", 1);
    expect(cancelled).toMatchObject({ status: "Cancelled", reason: "singleton: a newer run took its place" });
    expect((await harness.listRuns("newest")).filter((run) => run.endedAt === null)).toHaveLength(2);
  });

  test("starts runs of a higher priority first", async () => {
    await control(harness.executor, "/pause");
    await sendAll(
      "x/ranked",
      [{ n: 1 }, { n: 2 }, { n: 3, vip: true }].map((data) => ({ vip: false, ...data })),
    );
    await control(harness.executor, "/resume");
    await harness.waitForRuns("ranked", 3);
    expect(order).toEqual([3, 1, 2]);
  });

  test("cancels a run that is not finished by its deadline", async () => {
    await sendAll("x/bounded", [{}]);
    const [run] = await harness.waitForRuns("bounded", 1);
    expect(run).toMatchObject({ status: "Cancelled", reason: "timeout: it had not finished in time" });
  });
});
