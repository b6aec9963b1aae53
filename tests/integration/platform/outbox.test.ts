import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { connect, database, type Sql } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import * as queue from "@/lib/platform/inngest";
import { dispatchOutbox, nudgeOutbox, recordOutbox, startOutboxSweeper } from "@/lib/platform/outbox";
import { createTestDatabase, type TestDatabase } from "@/tests/support/database";

type Events = readonly queue.QueueEvent[];

let db: TestDatabase;
let second: Sql;
beforeAll(async () => {
  db = await createTestDatabase();
  second = connect(db.url, { poolSize: 4 });
});
afterAll(async () => {
  await second.end();
  await db.drop();
});
beforeEach(async () => {
  vi.restoreAllMocks();
  await db.owner`delete from outbox`;
});

interface Row {
  readonly id: string;
  readonly attempts: number;
  readonly last_error: string | null;
  readonly sent_at: Date | null;
}
const rows = () => db.owner<Row[]>`select id, attempts, last_error, sent_at from outbox order by id`;
/** Seconds from now until the one row is due. */
const readWait = async (): Promise<number> => {
  const [row] = await db.owner<{ wait: number }[]>`
    select extract(epoch from available_at - clock_timestamp())::float as wait from outbox`;
  return row?.wait ?? Number.NaN;
};
const record = (count: number, availableAt?: Date) =>
  recordOutbox(
    database(),
    Array.from({ length: count }, (_, number) => ({
      name: "test/thing.happened",
      data: { number },
      ...(availableAt && { availableAt }),
    })),
  );
const due = () => db.owner`update outbox set available_at = now() - interval '1 second'`;
const collect = () => {
  const sent: queue.QueueEvent[] = [];
  return { sent, send: async (events: Events) => void sent.push(...events) };
};

describe("an event", () => {
  test("is sent after its transaction has committed, with the row's id, its data and its instant", async () => {
    const { sent, send } = collect();
    await database().begin(async (tx) => {
      await recordOutbox(tx, [{ name: "test/thing.happened", data: { a: 1, nested: { snake_case: true } } }]);
      expect(await dispatchOutbox(send)).toEqual({ sent: 0, failed: 0 });
    });
    expect(await dispatchOutbox(send)).toEqual({ sent: 1, failed: 0 });
    const [row] = await rows();
    expect(sent).toEqual([
      {
        id: row?.id,
        name: "test/thing.happened",
        data: { a: 1, nested: { snake_case: true } },
        ts: expect.any(Number),
      },
    ]);
    expect(Math.abs((sent[0]?.ts ?? 0) - Date.now())).toBeLessThan(60_000);
  });

  test("of a transaction that is rolled back is never sent", async () => {
    const { sent, send } = collect();
    const failed = database().begin(async (tx) => {
      await recordOutbox(tx, [{ name: "test/thing.happened", data: {} }]);
      throw new Error("refused");
    });
    await expect(failed).rejects.toThrow("refused");
    await dispatchOutbox(send);
    expect(sent).toEqual([]);
  });

  test("is sent once: a second dispatch finds nothing", async () => {
    const { sent, send } = collect();
    await record(3);
    await dispatchOutbox(send);
    expect(await dispatchOutbox(send)).toEqual({ sent: 0, failed: 0 });
    expect(sent).toHaveLength(3);
  });

  test("kept for later is not sent before its time", async () => {
    const { sent, send } = collect();
    await record(1, new Date(Date.now() + 3_600_000));
    await dispatchOutbox(send);
    expect(sent).toEqual([]);
    await due();
    await dispatchOutbox(send);
    expect(sent).toHaveLength(1);
  });

  test("must be named <domain>/<noun>.<past-verb>: the table refuses another name", async () => {
    await expect(recordOutbox(database(), [{ name: "ThingHappened", data: {} }])).rejects.toThrow(
      /outbox_name_check/,
    );
  });

  test("of none is nothing to do", async () => {
    await recordOutbox(database(), []);
    expect(await rows()).toHaveLength(0);
  });
});

describe("a dispatcher", () => {
  test("sends everything that is due, however many rows lie there", async () => {
    const { sent, send } = collect();
    await record(450);
    expect(await dispatchOutbox(send)).toEqual({ sent: 450, failed: 0 });
    expect(new Set(sent.map(({ id }) => id)).size).toBe(450);
  });

  test("that dies between sending and marking leaves the row to be sent again under the same id", async () => {
    await record(1);
    const { sent, send } = collect();
    const dying = connect(db.url, { poolSize: 1 });
    const killed = dispatchOutbox(async (events) => {
      await send(events);
      // What a kill -9 looks like to the database: the connection is gone before the commit.
      const [{ pid } = { pid: 0 }] = await db.owner<{ pid: number }[]>`
        select pid from pg_stat_activity where state = 'idle in transaction' and datname = ${db.name}`;
      await db.owner`select pg_terminate_backend(${pid})`;
      await new Promise(() => undefined);
    }, dying);
    await expect(killed).rejects.toThrow();
    await dying.end({ timeout: 1 });
    const [row] = await rows();
    expect(row).toMatchObject({ sent_at: null, attempts: 0 });
    expect(await dispatchOutbox(send)).toEqual({ sent: 1, failed: 0 });
    expect(sent.map(({ id }) => id)).toEqual([row?.id, row?.id]);
  });

  test("shares the rows with another one at the same time: each row is sent by one of them", async () => {
    await record(1_000);
    const ids: string[] = [];
    let sending = 0;
    const { promise: twoAreSending, resolve: meet } = Promise.withResolvers<void>();
    const send = async (events: Events) => {
      sending += 1;
      if (sending === 2) meet();
      await twoAreSending;
      ids.push(...events.map(({ id }) => id));
    };
    const results = await Promise.all([
      dispatchOutbox(send, database()),
      dispatchOutbox(send, second),
      dispatchOutbox(send, second),
    ]);
    expect(ids).toHaveLength(1_000);
    expect(new Set(ids).size).toBe(1_000);
    expect(results.filter(({ sent }) => sent > 0).length).toBeGreaterThan(1);
    expect((await rows()).every(({ sent_at, attempts }) => sent_at !== null && attempts === 1)).toBe(true);
  });

  test("waits longer after each failure, at most an hour, and keeps the reason", async () => {
    await record(1);
    const fail = async () => {
      throw new Error("queue down");
    };
    for (let attempt = 0; attempt < 14; attempt += 1) {
      await due();
      const startedAt = performance.now();
      expect(await dispatchOutbox(fail)).toEqual({ sent: 0, failed: 1 });
      const wait = await readWait();
      // What has passed of the wait by now is no more than what passed since the dispatch began.
      const passedSeconds = (performance.now() - startedAt) / 1000;
      const whole = Math.min(2 * 2 ** attempt, 3_600);
      expect(wait).toBeLessThanOrEqual(whole);
      expect(wait).toBeGreaterThan(whole - passedSeconds - 0.1);
    }
    expect((await rows())[0]).toMatchObject({ attempts: 14, last_error: "queue down", sent_at: null });
  });

  test("leaves a failed row alone until its wait is over, and forgets the reason once it is sent", async () => {
    await record(1);
    // Seven failures, after which the wait is minutes: longer than any machine takes for what follows.
    for (let failures = 0; failures < 7; failures += 1) {
      await due();
      await dispatchOutbox(async () => {
        throw new Error("queue down");
      });
    }
    const { sent, send } = collect();
    await dispatchOutbox(send);
    expect(sent).toEqual([]);
    await due();
    await dispatchOutbox(send);
    expect(sent).toHaveLength(1);
    expect((await rows())[0]).toMatchObject({ attempts: 8, last_error: null });
  });

  test("is not held up for ever by one event that the queue refuses", async () => {
    await record(5);
    const [poison] = await rows();
    const sent = new Set<string>();
    const send = async (events: Events) => {
      if (events.some(({ id }) => id === poison?.id)) throw new Error("400: this event is too large");
      for (const { id } of events) sent.add(id);
    };
    let attempts = 0;
    for (; sent.size < 4 && attempts < 12; attempts += 1) {
      // An hour passes for everybody: nobody overtakes.
      await db.owner`update outbox set available_at = available_at - interval '1 hour' where sent_at is null`;
      await dispatchOutbox(send);
    }
    expect(sent.size).toBe(4);
    expect(attempts).toBeLessThan(7);
    // And what comes later does not travel with it.
    await record(3);
    await db.owner`update outbox set available_at = available_at - interval '1 hour' where sent_at is null`;
    await dispatchOutbox(send);
    await dispatchOutbox(send);
    expect(sent.size).toBe(7);
    expect(await rows()).toContainEqual(
      expect.objectContaining({
        id: poison?.id,
        sent_at: null,
        last_error: expect.stringContaining("too large"),
      }),
    );
  });
});

describe("nudging", () => {
  test("returns at once, and many nudges while one dispatch runs become one more", async () => {
    let running = 0;
    let calls = 0;
    const send = vi.spyOn(queue, "sendToQueue").mockImplementation(async () => {
      calls += 1;
      running += 1;
      expect(running).toBe(1);
      await new Promise((resolve) => setTimeout(resolve, 150));
      running -= 1;
    });
    await record(1);
    nudgeOutbox();
    await expect.poll(() => calls).toBe(1);
    await record(1);
    for (let index = 0; index < 50; index += 1) nudgeOutbox();
    await expect.poll(async () => (await rows()).every(({ sent_at }) => sent_at !== null)).toBe(true);
    expect(send).toHaveBeenCalledTimes(2);
  });

  test("survives a queue that is down, and works again afterwards", async () => {
    const send = vi.spyOn(queue, "sendToQueue").mockRejectedValue(new Error("queue down"));
    await record(1);
    nudgeOutbox();
    await expect.poll(async () => (await rows())[0]?.attempts).toBe(1);
    send.mockResolvedValue(undefined);
    await due();
    nudgeOutbox();
    await expect.poll(async () => (await rows())[0]?.sent_at).not.toBeNull();
  });

  test("that was lost is made good by the sweeper", async () => {
    vi.spyOn(queue, "sendToQueue").mockResolvedValue(undefined);
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    try {
      await record(1);
      const stop = startOutboxSweeper(50);
      // One look, and no second one that could still be under way after the stop.
      vi.advanceTimersByTime(50);
      await expect.poll(async () => (await rows())[0]?.sent_at).not.toBeNull();
      stop();
      await record(1);
      vi.advanceTimersByTime(60_000);
      await new Promise((resolve) => setTimeout(resolve, 200));
      expect((await rows()).filter(({ sent_at }) => sent_at === null)).toHaveLength(1);
    } finally {
      vi.useRealTimers();
    }
  });
});

test("ids of events are time-ordered, so that what was recorded first is sent first", async () => {
  const { sent, send } = collect();
  const before = newId();
  await record(20);
  await dispatchOutbox(send);
  expect(sent.map(({ data }) => data["number"])).toEqual(Array.from({ length: 20 }, (_, index) => index));
  expect(sent.every(({ id }) => id > before)).toBe(true);
});
