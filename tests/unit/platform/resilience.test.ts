import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { refused } from "@/lib/platform/errors";
import { type Guard, type GuardOptions, guard, listGuards } from "@/lib/platform/resilience";
import { installEnvironment } from "@/tests/support/environment";

beforeAll(() => installEnvironment());
beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

class Outage extends Error {}
const outage = () => Promise.reject(new Outage("connection refused"));
const down = { status: 503, code: "PROVIDER_UNAVAILABLE", headers: { "retry-after": "10" } };

let counter = 0;
/** A guard around a service that no other test speaks to. */
function makeGuard(over: Partial<GuardOptions> = {}): Guard {
  counter += 1;
  return guard({
    service: `Service ${counter}`,
    timeoutMs: 1_000,
    retries: 0,
    isOutage: (error) => error instanceof Outage,
    ...over,
  });
}

/** Lets a promise settle while the clock stands still, then moves the clock until it has. */
async function settle<T>(promise: Promise<T>): Promise<PromiseSettledResult<T>> {
  const [result] = await Promise.all([Promise.allSettled([promise]), vi.advanceTimersByTimeAsync(30_000)]);
  return result[0];
}

describe("the circuit", () => {
  test("opens after five outages in a row, and then refuses without calling", async () => {
    const service = makeGuard();
    for (let index = 0; index < 5; index += 1) {
      expect(service.state()).toBe("closed");
      await expect(service.run(outage)).rejects.toBeInstanceOf(Outage);
    }
    expect(service.state()).toBe("open");
    const call = vi.fn(async () => "answer");
    await expect(service.run(call)).rejects.toMatchObject(down);
    expect(call).not.toHaveBeenCalled();
  });

  test("a success in between starts the count again", async () => {
    const service = makeGuard();
    for (let index = 0; index < 12; index += 1) {
      await service.run(index % 5 === 4 ? async () => "well" : outage).catch(() => undefined);
    }
    expect(service.state()).toBe("closed");
  });

  test("a refusal is an answer: however many come, the circuit stays closed and the caller sees each", async () => {
    const service = makeGuard();
    for (let index = 0; index < 20; index += 1) {
      const answer = service.run(() => Promise.reject(refused("CARD_DECLINED", "Declined.")));
      await expect(answer).rejects.toMatchObject({ code: "CARD_DECLINED" });
    }
    expect(service.state()).toBe("closed");
  });

  test("tries one call after ten seconds, and closes when it succeeds", async () => {
    const service = makeGuard();
    for (let index = 0; index < 5; index += 1) await service.run(outage).catch(() => undefined);
    vi.advanceTimersByTime(9_999);
    await expect(service.run(async () => "early")).rejects.toMatchObject(down);
    vi.advanceTimersByTime(1);
    expect(await service.run(async () => "answer")).toBe("answer");
    expect(service.state()).toBe("closed");
  });

  test("lets only one of many callers try, and opens again for ten seconds when that one fails", async () => {
    const service = makeGuard();
    for (let index = 0; index < 5; index += 1) await service.run(outage).catch(() => undefined);
    vi.advanceTimersByTime(10_000);
    let calls = 0;
    const results = await Promise.allSettled(
      Array.from({ length: 10 }, () =>
        service.run(() => {
          calls += 1;
          return outage();
        }),
      ),
    );
    expect(calls).toBe(1);
    expect(results.every(({ status }) => status === "rejected")).toBe(true);
    expect(service.state()).toBe("open");
    vi.advanceTimersByTime(9_000);
    await expect(service.run(async () => "early")).rejects.toMatchObject(down);
  });

  test("of one service does not concern another", async () => {
    const [broken, well] = [makeGuard(), makeGuard()];
    for (let index = 0; index < 5; index += 1) await broken.run(outage).catch(() => undefined);
    expect(await well.run(async () => "answer")).toBe("answer");
  });

  test("is one for each service of the process, and health checks can see it", () => {
    const service = makeGuard();
    expect(guard({ service: service.service, timeoutMs: 1, retries: 9, isOutage: () => true })).toBe(service);
    expect(listGuards()).toContain(service);
  });
});

describe("the deadline", () => {
  test("ends a call that hangs, tells it to stop, and counts as an outage", async () => {
    const service = makeGuard({ timeoutMs: 1_000 });
    let aborted = false;
    for (let index = 0; index < 5; index += 1) {
      const result = await settle(
        service.run(
          (signal) =>
            new Promise(() => {
              signal.addEventListener("abort", () => {
                aborted = true;
              });
            }),
        ),
      );
      expect(result).toMatchObject({ status: "rejected", reason: down });
    }
    expect(aborted).toBe(true);
    expect(service.state()).toBe("open");
  });

  test("lets a call through that answers in time", async () => {
    const service = makeGuard({ timeoutMs: 1_000 });
    const slow = () => new Promise((resolve) => setTimeout(() => resolve("answer"), 999));
    expect(await settle(service.run(slow))).toEqual({ status: "fulfilled", value: "answer" });
  });
});

describe("retries", () => {
  test("try again after an outage, as often as asked, and return the first answer", async () => {
    const service = makeGuard({ retries: 2 });
    const call = vi.fn<() => Promise<string>>(async () => "answer");
    call.mockImplementationOnce(outage).mockImplementationOnce(outage);
    expect(await settle(service.run(call))).toEqual({ status: "fulfilled", value: "answer" });
    expect(call).toHaveBeenCalledTimes(3);
  });

  test("end with the outage itself, which counts once for the circuit", async () => {
    const service = makeGuard({ retries: 2 });
    const call = vi.fn(outage);
    for (let index = 1; index <= 4; index += 1) {
      const result = await settle(service.run(call));
      expect(result).toMatchObject({ status: "rejected", reason: expect.any(Outage) });
      expect(call).toHaveBeenCalledTimes(index * 3);
    }
    expect(service.state()).toBe("closed");
    await settle(service.run(call));
    expect(service.state()).toBe("open");
  });

  test("never repeat a refusal", async () => {
    const service = makeGuard({ retries: 5 });
    const call = vi.fn(() => Promise.reject(refused("CARD_DECLINED", "Declined.")));
    expect(await settle(service.run(call))).toMatchObject({ status: "rejected" });
    expect(call).toHaveBeenCalledTimes(1);
  });

  test("wait longer each time on average, and never in step with other processes", async () => {
    const waits: number[][] = [];
    for (let index = 0; index < 40; index += 1) {
      const service = makeGuard({ retries: 3 });
      const startedAt: number[] = [];
      await settle(
        service.run(() => {
          startedAt.push(Date.now());
          return outage();
        }),
      );
      waits.push(startedAt.slice(1).map((at, position) => at - (startedAt[position] ?? at)));
    }
    const first = waits.map(([wait = 0]) => wait);
    const average = (list: readonly number[]) => list.reduce((sum, value) => sum + value, 0) / list.length;
    expect(new Set(first).size).toBeGreaterThan(10);
    expect(Math.max(...waits.flat())).toBeLessThanOrEqual(2_000);
    expect(average(waits.map((list) => list[2] ?? 0))).toBeGreaterThan(average(first));
  });
});
