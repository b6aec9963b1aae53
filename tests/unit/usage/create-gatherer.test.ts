import { describe, expect, it } from "vitest";
import { createGatherer, type GathererOptions } from "@/lib/usage/gather/create-gatherer";

class Deadlock extends Error {}
class BadInput extends Error {}
class LostConnection extends Error {}

/** A gatherer over a database that answers when it is told to. */
function start(options: Partial<GathererOptions<number, number>> = {}) {
  const statements: { calls: readonly number[]; finish: () => void; fail: (error: Error) => void }[] = [];
  const gather = createGatherer<number, number>({
    run: (calls) =>
      new Promise((resolve, reject) => {
        statements.push({ calls, finish: () => resolve(calls.map((call) => call * 10)), fail: reject });
      }),
    weigh: () => 1,
    maxWeight: 4,
    maxInFlight: 1,
    maxWaiting: 100,
    isWorthRetrying: (error) => error instanceof Deadlock,
    isHarmless: (error) => error instanceof BadInput,
    ...options,
  });
  return { gather, statements };
}

const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 25));

describe("gathering", () => {
  it("sends a lone call at once, and what comes meanwhile together, in order and to its own caller", async () => {
    const { gather, statements } = start();
    const first = gather(1);
    const rest = [2, 3, 4].map(gather);
    expect(statements.map(({ calls }) => calls)).toEqual([[1]]);
    statements[0]?.finish();
    expect(await first).toBe(10);
    await settle();
    expect(statements[1]?.calls).toEqual([2, 3, 4]);
    statements[1]?.finish();
    expect(await Promise.all(rest)).toEqual([20, 30, 40]);
  });

  it("closes a statement at its weight and sends a heavier call alone", async () => {
    const { gather, statements } = start({ weigh: (call) => call });
    const all = [1, 2, 2, 1, 9, 1].map(gather);
    for (let sent = 0; sent < 4; sent += 1) {
      statements[sent]?.finish();
      await settle();
    }
    expect(statements.map(({ calls }) => calls)).toEqual([[1], [2, 2], [1], [9], [1]]);
    statements[4]?.finish();
    expect(await Promise.all(all)).toEqual([10, 20, 20, 10, 90, 10]);
  });

  it("keeps as many statements under way as it may", () => {
    const { gather, statements } = start({ maxInFlight: 2 });
    void [1, 2, 3].map(gather);
    expect(statements.map(({ calls }) => calls)).toEqual([[1], [2]]);
  });

  it("runs a statement again that met a deadlock", async () => {
    const { gather, statements } = start();
    const call = gather(1);
    statements[0]?.fail(new Deadlock());
    await settle();
    statements[1]?.finish();
    expect(await call).toBe(10);
  });

  it("gives up after five tries", async () => {
    const { gather, statements } = start({ run: () => Promise.reject(new Deadlock()) });
    await expect(gather(1)).rejects.toBeInstanceOf(Deadlock);
    expect(statements).toHaveLength(0);
  });

  it("fails only the call that is bad, and not those it was sent with", async () => {
    const run = async (calls: readonly number[]): Promise<readonly number[]> => {
      await settle();
      if (calls.includes(3)) throw new BadInput();
      return calls;
    };
    const { gather } = start({ run });
    const results = await Promise.allSettled([1, 2, 3, 4].map(gather));
    expect(results.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "rejected", "fulfilled"]);
  });

  it("never runs a statement again whose outcome is unknown", async () => {
    const { gather, statements } = start();
    const calls = [1, 2, 3].map(gather);
    statements[0]?.finish();
    await settle();
    statements[1]?.fail(new LostConnection());
    const results = await Promise.allSettled(calls);
    expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "rejected"]);
    expect(statements).toHaveLength(2);
  });

  it("refuses at once when too much is waiting, and serves again when there is room", async () => {
    const { gather, statements } = start({ maxWaiting: 2 });
    const calls = [1, 2, 3].map(gather);
    await expect(gather(4)).rejects.toMatchObject({ status: 503, code: "PROVIDER_UNAVAILABLE" });
    statements[0]?.finish();
    await settle();
    statements[1]?.finish();
    expect(await Promise.all(calls)).toEqual([10, 20, 30]);
    const late = gather(5);
    statements[2]?.finish();
    expect(await late).toBe(50);
  });
});
