import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { systemClock } from "@/lib/platform/clock";
import { holdClock } from "@/tests/support/context";

beforeEach(() => void vi.useFakeTimers({ now: new Date("2026-02-28T23:59:59.500Z") }));
afterEach(() => void vi.useRealTimers());

test("the system's clock shows the machine's time, anew each time it is asked", () => {
  expect(systemClock.now().toISOString()).toBe("2026-02-28T23:59:59.500Z");
  vi.advanceTimersByTime(500);
  expect(systemClock.now().toISOString()).toBe("2026-03-01T00:00:00.000Z");
});

test("a held clock moves only when told to, and gives dates that cannot move it", () => {
  const clock = holdClock(new Date("2026-01-01T00:00:00Z"));
  clock.now().setFullYear(1999);
  vi.advanceTimersByTime(60_000);
  expect(clock.now().toISOString()).toBe("2026-01-01T00:00:00.000Z");
  clock.advance(1_000);
  expect(clock.now().toISOString()).toBe("2026-01-01T00:00:01.000Z");
});
