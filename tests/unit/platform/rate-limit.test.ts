import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { limitRate } from "@/lib/platform/http/limit-rate";
import { consumeRate, rateHeaders } from "@/lib/platform/rate-limit";
import { installEnvironment } from "@/tests/support/environment";

beforeAll(() => installEnvironment());
beforeEach(() => void vi.useFakeTimers({ now: new Date("2026-11-21T12:00:00Z") }));
afterEach(() => void vi.useRealTimers());

let counter = 0;
/** A policy that no other test counts on. */
const policyOf = (limit: number, windowSeconds: number) => {
  counter += 1;
  return { name: `policy${counter}`, limit, windowSeconds };
};

describe("consumeRate", () => {
  test("allows exactly the limit in a window and says what is left", async () => {
    const policy = policyOf(3, 60);
    const results = [];
    for (let index = 0; index < 5; index += 1) results.push(await consumeRate(policy, "ada"));
    expect(results.map(({ allowed }) => allowed)).toEqual([true, true, true, false, false]);
    expect(results.map(({ remaining }) => remaining)).toEqual([2, 1, 0, 0, 0]);
  });

  test("allows exactly the limit however many come at once", async () => {
    const policy = policyOf(10, 60);
    const results = await Promise.all(Array.from({ length: 100 }, () => consumeRate(policy, "ada")));
    expect(results.filter(({ allowed }) => allowed)).toHaveLength(10);
  });

  test("begins anew when the window is over, and not a moment before", async () => {
    const policy = policyOf(1, 60);
    await consumeRate(policy, "ada");
    vi.advanceTimersByTime(59_000);
    expect(await consumeRate(policy, "ada")).toMatchObject({ allowed: false, resetSeconds: 1 });
    vi.advanceTimersByTime(1_001);
    expect(await consumeRate(policy, "ada")).toMatchObject({ allowed: true, remaining: 0, resetSeconds: 60 });
  });

  test("a refused request does not prolong the window", async () => {
    const policy = policyOf(1, 60);
    await consumeRate(policy, "ada");
    for (let second = 0; second < 60; second += 10) {
      await consumeRate(policy, "ada");
      vi.advanceTimersByTime(10_010);
    }
    expect((await consumeRate(policy, "ada")).allowed).toBe(true);
  });

  test("counts callers apart, and policies apart for one caller", async () => {
    const [one, other] = [policyOf(1, 60), policyOf(1, 60)];
    expect((await consumeRate(one, "ada")).allowed).toBe(true);
    expect((await consumeRate(one, "mei")).allowed).toBe(true);
    expect((await consumeRate(other, "ada")).allowed).toBe(true);
    expect((await consumeRate(one, "ada")).allowed).toBe(false);
  });
});

describe("what the caller is told", () => {
  test("the headers name the policy, what is left and when it resets", async () => {
    const policy = { name: "plan", limit: 1_000, windowSeconds: 3_600 };
    expect(rateHeaders({ allowed: true, policy, remaining: 999, resetSeconds: 3_600 })).toEqual({
      "ratelimit-policy": '"plan";q=1000;w=3600',
      ratelimit: '"plan";r=999;t=3600',
      "ratelimit-limit": "1000",
      "ratelimit-remaining": "999",
      "ratelimit-reset": "3600",
    });
  });

  test.each([
    [3_600, "in an hour"],
    [900, "in 15 minutes"],
    [60, "in a minute"],
    [10, "in 10 seconds"],
  ])(
    "a refusal names a window of %i s in words and carries the same headers and Retry-After",
    async (seconds, words) => {
      const caller = { rate: policyOf(1, seconds), rateKey: "ada" };
      expect(await limitRate(caller)).toMatchObject({ "ratelimit-remaining": "0" });
      await expect(limitRate(caller)).rejects.toMatchObject({
        status: 429,
        code: "RATE_LIMITED",
        message: expect.stringContaining(words),
        headers: { "retry-after": String(seconds), "ratelimit-limit": "1", "ratelimit-remaining": "0" },
      });
    },
  );

  test("a route's own rate replaces the caller's", async () => {
    const own = policyOf(2, 60);
    const caller = { rate: policyOf(1, 60), rateKey: "ada" };
    expect(await limitRate(caller, own)).toMatchObject({ "ratelimit-limit": "2" });
    expect(await limitRate(caller, own)).toMatchObject({ "ratelimit-remaining": "0" });
    await expect(limitRate(caller, own)).rejects.toMatchObject({ status: 429 });
    expect(await limitRate(caller)).toMatchObject({ "ratelimit-remaining": "0" });
  });
});
