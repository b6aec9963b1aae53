import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { computeBackoffMs } from "@/local/inngest/engine/backoff";
import { computeThrottleSlot } from "@/local/inngest/engine/limit-starts";
import { createLoop } from "@/local/inngest/engine/loop";
import { createLog } from "@/local/inngest/log";
import { parseOptions } from "@/local/inngest/options";

describe("the wait between attempts", () => {
  test("follows Inngest's table, with up to 30 seconds more", () => {
    const least = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 50].map(
      (attempt) => computeBackoffMs(attempt, 1, () => 0) / 1000,
    );
    expect(least).toEqual([15, 30, 60, 120, 300, 600, 1200, 2400, 3600, 7200, 7200, 7200]);
    expect(computeBackoffMs(0, 1, () => 0.9999)).toBeLessThanOrEqual(45_000);
    expect(computeBackoffMs(0, 0.01, () => 0)).toBe(150);
  });
});

describe("a throttle", () => {
  test("never starts more than burst plus its share of any stretch of time, and keeps the order", () => {
    const gaps = fc.array(fc.integer({ min: 0, max: 4_000 }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(
        gaps,
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 4 }),
        (list, limit, burst) => {
          const throttle = { limit, period: "10s", burst };
          let markMs: number | null = null;
          let nowMs = 1_000_000;
          const starts: number[] = [];
          for (const gap of list) {
            nowMs += gap;
            const slot: { startMs: number; markMs: number } = computeThrottleSlot(throttle, markMs, nowMs);
            markMs = slot.markMs;
            starts.push(slot.startMs);
          }
          for (const [i, from] of starts.entries()) {
            expect(from).toBeGreaterThanOrEqual(starts[i - 1] ?? 0);
            const inPeriod = starts.slice(i).filter((start) => start < from + 10_000).length;
            expect(inPeriod).toBeLessThanOrEqual(limit + burst);
          }
        },
      ),
    );
  });
});

describe("a loop", () => {
  const log = createLog(() => undefined);

  test("never runs twice at once, and runs again when nudged meanwhile", async () => {
    let running = 0;
    let rounds = 0;
    const loop = createLoop(
      "test",
      async () => {
        running++;
        expect(running).toBe(1);
        await new Promise((resolve) => setTimeout(resolve, 5));
        rounds++;
        running--;
        return false;
      },
      log,
    );
    loop.nudge();
    loop.nudge();
    loop.nudge();
    await new Promise((resolve) => setTimeout(resolve, 40));
    await loop.stop();
    expect(rounds).toBe(2);
    loop.nudge();
    expect(rounds).toBe(2);
  });

  test("goes on after a round that threw", async () => {
    let rounds = 0;
    const loop = createLoop(
      "test",
      async () => {
        rounds++;
        if (rounds === 1) throw new Error("once");
        return false;
      },
      log,
    );
    loop.nudge();
    await new Promise((resolve) => setTimeout(resolve, 700));
    expect(rounds).toBe(2);
    await loop.stop();
  });
});

test("a fault that repeats is logged once, then counted", () => {
  const lines: string[] = [];
  const log = createLog((line) => lines.push(line));
  for (let i = 0; i < 100; i++) log.failure("claiming calls", "the database is away");
  expect(lines).toEqual(["local-inngest error: claiming calls: the database is away\n"]);
});

describe("options", () => {
  const flags = ["--port", "4003", "--app-url", "http://127.0.0.1:3000/api/inngest"];
  const environment = {
    INNGEST_SIGNING_KEY: `signkey-local-${"0a".repeat(32)}`,
    INNGEST_EVENT_KEY: "key",
    LOCAL_STATE_DATABASE_URL: "postgres://a@b/c",
  };

  test("have the hosted service's values where nothing is said", () => {
    expect(parseOptions(flags, environment)).toMatchObject({
      backoffScale: 1,
      retentionHours: 168,
      maxInFlight: 32,
    });
  });

  test.each([
    [flags, { ...environment, INNGEST_SIGNING_KEY: undefined }, /INNGEST_SIGNING_KEY must be set/],
    [flags, { ...environment, INNGEST_SIGNING_KEY: "secret" }, /INNGEST_SIGNING_KEY must be signkey-/],
    [flags, { ...environment, INNGEST_EVENT_KEY: "" }, /INNGEST_EVENT_KEY must not be empty/],
    [flags.slice(0, 2), environment, /--app-url must be/],
    [flags, { ...environment, LOCAL_STATE_DATABASE_URL: "" }, /LOCAL_STATE_DATABASE_URL must be/],
  ])("that are missing or wrong are named in a sentence", (given, env, message) => {
    expect(() => parseOptions(given, env)).toThrow(message);
  });
});
