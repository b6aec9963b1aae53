import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { type CheckName, checkHealth } from "@/lib/operations/queries/check-health";
import { deleteSentEvents } from "@/lib/operations/repository";
import * as databaseDoor from "@/lib/platform/db";
import { dispatchOutbox, recordOutbox } from "@/lib/platform/outbox";
import { guard } from "@/lib/platform/resilience";
import { createTestDatabase, type TestDatabase } from "@/tests/support/database";

const { database } = databaseDoor;
let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.drop());
beforeEach(async () => {
  vi.restoreAllMocks();
  await db.owner`delete from outbox`;
});
const record = (availableAt?: Date) =>
  recordOutbox(database(), [{ name: "test/thing.happened", data: {}, ...(availableAt && { availableAt }) }]);
const age = (seconds: number) =>
  db.owner`update outbox set created_at = now() - ${seconds} * interval '1 second'`;

/** The checks with time enough for a busy machine: what they find is asked here, not how fast. */
const check = (...names: readonly CheckName[]) => checkHealth(names, 60_000);

describe("the queue's health", () => {
  const queue = async () => (await check("queue")).checks["queue"];

  test("is good while events wait for less than a minute", async () => {
    await record();
    await age(50);
    expect(await queue()).toMatchObject({ status: "ok", detail: "1 events wait" });
  });

  test("is bad when an event has waited for more than a minute", async () => {
    await record();
    await age(70);
    expect(await queue()).toMatchObject({
      status: "failing",
      detail: expect.stringMatching(/^1 events wait, the oldest for (7|8|9|1\d)\d s$/),
    });
  });

  test("is bad while the queue refuses, although the rows wait for their next try", async () => {
    await record();
    await dispatchOutbox(async () => {
      throw new Error("queue down");
    });
    await db.owner`update outbox set available_at = now() + interval '1 hour'`;
    await age(70);
    expect(await queue()).toMatchObject({ status: "failing" });
  });

  test("is good when an event that was kept for later has just become due", async () => {
    await record(new Date());
    await age(86_400);
    expect(await queue()).toMatchObject({ status: "ok" });
  });

  test("does not count what is kept for later, nor what is sent", async () => {
    await record(new Date(Date.now() + 3_600_000));
    await record();
    await dispatchOutbox(async () => undefined);
    await age(3_600);
    expect(await queue()).toMatchObject({ status: "ok", detail: "0 events wait" });
  });
});

describe("a health report", () => {
  test("is good only when every check is, and tells each one's latency", async () => {
    const report = await check("database", "queue", "stripe");
    expect(report.status).toBe("ok");
    expect(Object.keys(report.checks)).toEqual(["database", "queue", "stripe"]);
    for (const check of Object.values(report.checks)) expect(check.latencyMs).toBeGreaterThanOrEqual(0);
  });

  test("never shows a driver's message, which names hosts and roles", async () => {
    vi.spyOn(databaseDoor, "pingDatabase").mockRejectedValue(
      new Error('password authentication failed for user "meterhouse_app"'),
    );
    const report = await check("database", "queue");
    expect(report.status).toBe("failing");
    expect(report.checks["queue"]?.status).toBe("ok");
    expect(JSON.stringify(report)).not.toContain("meterhouse_app");
  });

  test("does not wait for a check that hangs", async () => {
    // It never answers: that there is a report at all says that nobody waited for it.
    vi.spyOn(databaseDoor, "pingDatabase").mockReturnValue(new Promise(() => undefined));
    expect((await checkHealth(["database"])).checks["database"]).toMatchObject({
      status: "failing",
      detail: "No answer within 2000 ms",
    });
  });

  test("says of Stripe what our circuit says, without calling Stripe", async () => {
    const stripe = guard({ service: "Stripe", timeoutMs: 100, retries: 0, isOutage: () => true });
    for (let index = 0; index < 5; index += 1)
      await stripe.run(() => Promise.reject(new Error("down"))).catch(() => undefined);
    expect((await check("stripe")).checks["stripe"]).toMatchObject({ status: "failing" });
  });

  test("says that mail is down when nothing answers there", async () => {
    expect((await check("mail")).checks["mail"]).toMatchObject({ status: "failing" });
  });
});

test("pruning deletes sent events after their days and never an unsent one", async () => {
  for (let index = 0; index < 3; index += 1) await record();
  const [old, fresh] = await db.owner<{ id: string }[]>`select id from outbox order by id`;
  await db.owner`update outbox set created_at = now() - interval '90 days'`;
  await db.owner`update outbox set sent_at = now() - interval '15 days' where id = ${old?.id ?? ""}`;
  await db.owner`update outbox set sent_at = now() - interval '13 days' where id = ${fresh?.id ?? ""}`;
  expect(await deleteSentEvents(14)).toBe(1);
  const left = await db.owner`select id from outbox`;
  expect(left).toHaveLength(2);
});
