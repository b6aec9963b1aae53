import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { database } from "@/lib/platform/db";
import { type IdempotentRequest, pruneIdempotencyKeys, runOnce } from "@/lib/platform/idempotency";
import { newId } from "@/lib/platform/ids";
import { createTestDatabase, type TestDatabase } from "@/tests/support/database";

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.drop());

const request = (over: Partial<IdempotentRequest> = {}): IdempotentRequest => ({
  scope: "person:ada /api/things",
  key: newId(),
  body: '{"name":"a"}',
  ...over,
});
const created = { status: 201, body: { data: { id: 1 } } };

describe("runOnce", () => {
  test("runs once when twenty requests come at the same moment, and refuses the others as still running", async () => {
    const wanted = request();
    let runs = 0;
    const refusals: unknown[] = [];
    let finish: (answer: typeof created) => void = () => undefined;
    const finished = new Promise<typeof created>((resolve) => {
      finish = resolve;
    });
    const calls = Array.from({ length: 20 }, () =>
      runOnce(wanted, () => {
        runs += 1;
        return finished;
      }).catch((refusal: unknown) => void refusals.push(refusal)),
    );
    // The first one ends when all the others have been turned away.
    await expect.poll(() => refusals.length, { timeout: 20_000 }).toBe(19);
    finish(created);
    expect((await Promise.all(calls)).filter(Boolean)).toEqual([{ ...created, replayed: false }]);
    expect(runs).toBe(1);
    for (const refusal of refusals) {
      expect(refusal).toMatchObject({ status: 409, code: "CONFLICT", details: { reason: "in_progress" } });
    }
  });

  test("runs once for each of fifty keys that come five times at once with instant handlers", async () => {
    const runs = new Map<string, number>();
    const keys = Array.from({ length: 50 }, () => request());
    await Promise.allSettled(
      Array.from({ length: 5 }, () => keys)
        .flat()
        .map((wanted) =>
          runOnce(wanted, async () => {
            runs.set(wanted.key, (runs.get(wanted.key) ?? 0) + 1);
            return created;
          }),
        ),
    );
    expect([...runs.values()].filter((count) => count !== 1)).toEqual([]);
    expect(runs.size).toBe(50);
  });

  test("replays the first answer to the same key and body", async () => {
    const wanted = request();
    await runOnce(wanted, async () => created);
    const again = await runOnce(wanted, async () => {
      throw new Error("ran twice");
    });
    expect(again).toEqual({ ...created, replayed: true });
  });

  test("replays refusals too, so that a retry does not find another world", async () => {
    const wanted = request();
    const refusal = { status: 422, body: { error: { code: "COUPON_EXPIRED" } } };
    await runOnce(wanted, async () => refusal);
    expect(await runOnce(wanted, async () => created)).toEqual({ ...refusal, replayed: true });
  });

  test("refuses the key with another body, and does not run it", async () => {
    const wanted = request();
    await runOnce(wanted, async () => created);
    let ran = false;
    const other = runOnce({ ...wanted, body: '{"name":"b"}' }, async () => {
      ran = true;
      return created;
    });
    await expect(other).rejects.toMatchObject({ status: 409, code: "CONFLICT" });
    expect(ran).toBe(false);
  });

  test("keeps the keys of two callers apart", async () => {
    const wanted = request();
    await runOnce(wanted, async () => created);
    const other = await runOnce({ ...wanted, scope: "person:mei /api/things" }, async () => ({
      status: 201,
      body: "mei's own",
    }));
    expect(other).toEqual({ status: 201, body: "mei's own", replayed: false });
  });

  test("does not keep an answer of 500 and above: the next request runs", async () => {
    const wanted = request();
    await runOnce(wanted, async () => ({ status: 503, body: {} }));
    expect(await runOnce(wanted, async () => created)).toEqual({ ...created, replayed: false });
  });

  test("gives the key back when the run throws", async () => {
    const wanted = request();
    await expect(
      runOnce(wanted, async () => {
        throw new Error("disk full");
      }),
    ).rejects.toThrow("disk full");
    expect(await runOnce(wanted, async () => created)).toEqual({ ...created, replayed: false });
  });

  test("lets the next request in once the lock of a dead one has expired, and not before", async () => {
    const wanted = request();
    // What a process killed in the middle leaves behind: a row without an answer.
    const died = runOnce(wanted, () => new Promise<never>(() => undefined));
    died.catch(() => undefined);
    await expect.poll(() => countRows(wanted)).toBe(1);
    await expect(runOnce(wanted, async () => created)).rejects.toMatchObject({ status: 409 });
    await db.owner`update idempotency_keys set locked_until = now() - interval '1 second' where key = ${wanted.key}`;
    let runs = 0;
    await Promise.allSettled(
      Array.from({ length: 5 }, () =>
        runOnce(wanted, async () => {
          runs += 1;
          return created;
        }),
      ),
    );
    expect(runs).toBe(1);
  });

  test("a request that outlived its lock neither replaces nor removes the answer of its successor", async () => {
    for (const late of [
      { status: 200, body: "late" },
      { status: 500, body: "late" },
    ]) {
      const wanted = request();
      let finish: (answer: typeof late) => void = () => undefined;
      const slow = runOnce(
        wanted,
        () =>
          new Promise<typeof late>((resolve) => {
            finish = resolve;
          }),
      );
      await expect.poll(() => countRows(wanted)).toBe(1);
      await db.owner`update idempotency_keys set locked_until = now() - interval '1 second' where key = ${wanted.key}`;
      let finishSecond: (answer: typeof created) => void = () => undefined;
      const second = runOnce(
        wanted,
        () =>
          new Promise<typeof created>((resolve) => {
            finishSecond = resolve;
          }),
      );
      await expect.poll(async () => (await lockOf(wanted)) > new Date()).toBe(true);
      finish(late);
      await slow;
      await expect(runOnce(wanted, async () => created)).rejects.toMatchObject({ status: 409 });
      finishSecond(created);
      await second;
      expect(await runOnce(wanted, async () => late)).toEqual({ ...created, replayed: true });
    }
  });

  test("runs again when the day of an answer is over, with any body", async () => {
    const wanted = request();
    await runOnce(wanted, async () => created);
    await db.owner`update idempotency_keys set expires_at = now() where key = ${wanted.key}`;
    const again = await runOnce({ ...wanted, body: "{}" }, async () => ({ status: 200, body: 2 }));
    expect(again).toEqual({ status: 200, body: 2, replayed: false });
  });

  test("refuses a key of more than 255 characters as a bad request", async () => {
    await expect(runOnce(request({ key: "k".repeat(256) }), async () => created)).rejects.toMatchObject({
      status: 400,
    });
  });

  test("pruning deletes answers whose day is over and no others", async () => {
    const [old, fresh] = [request(), request()];
    await runOnce(old, async () => created);
    await runOnce(fresh, async () => created);
    await db.owner`update idempotency_keys set expires_at = now() - interval '1 minute' where key = ${old.key}`;
    expect(await pruneIdempotencyKeys(database())).toBe(1);
    expect(await countRows(old)).toBe(0);
    expect(await countRows(fresh)).toBe(1);
  });
});

async function countRows({ key }: IdempotentRequest): Promise<number> {
  const [row] = await db.owner<{ count: number }[]>`
    select count(*)::int as count from idempotency_keys where key = ${key}`;
  return row?.count ?? 0;
}

async function lockOf({ key }: IdempotentRequest): Promise<Date> {
  const [row] = await db.owner<
    { until: Date }[]
  >`select locked_until as until from idempotency_keys where key = ${key}`;
  return row?.until ?? new Date(0);
}
