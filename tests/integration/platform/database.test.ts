import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { connect, database } from "@/lib/platform/db";
import { createTestDatabase, type TestDatabase } from "@/tests/support/database";

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.drop());

describe("the system's door", () => {
  test("is one pool for the process", () => {
    expect(database()).toBe(database());
  });

  test("comes as the application's own role", async () => {
    expect(await database()`select current_user as name`).toEqual([{ name: "meterhouse_app" }]);
  });

  test("may not change the schema", async () => {
    await expect(database()`create table public.mine (id int)`).rejects.toMatchObject({ code: "42501" });
    await expect(database()`alter table accounts add column mine int`).rejects.toMatchObject({
      code: "42501",
    });
    await expect(database()`drop table accounts`).rejects.toMatchObject({ code: "42501" });
  });

  test("names columns in camelCase both ways and leaves JSON alone", async () => {
    const [row] = await database()`select 1 as some_column, '{"some_key": 1}'::jsonb as some_json`;
    expect(row).toEqual({ someColumn: 1, someJson: { some_key: 1 } });
  });

  test("gives bigints as numbers, and refuses those that a number cannot hold", async () => {
    expect(await database()`select 9007199254740991::bigint as big`).toEqual([
      { big: Number.MAX_SAFE_INTEGER },
    ]);
    expect(await database()`select (-9007199254740991)::bigint as big`).toEqual([
      { big: Number.MIN_SAFE_INTEGER },
    ]);
    await expect(database()`select 9007199254740992::bigint as big`).rejects.toThrow(RangeError);
  });

  test("gives instants as dates", async () => {
    const at = new Date("2026-02-28T23:59:59.999Z");
    expect(await database()`select ${at}::timestamptz as at`).toEqual([{ at }]);
  });

  test("prepares no statements behind the transaction pooler, whose port is 6543", async () => {
    const [pooled, direct] = [
      connect("postgres://x@127.0.0.1:6543/x", { poolSize: 1 }),
      connect("postgres://x@127.0.0.1:5432/x", { poolSize: 1 }),
    ];
    expect([pooled.options.prepare, direct.options.prepare]).toEqual([false, true]);
    await Promise.all([pooled.end(), direct.end()]);
  });

  test("works without prepared statements just the same", async () => {
    const unprepared = connect(db.url, { poolSize: 1 });
    unprepared.options.prepare = false;
    const run = () =>
      unprepared`select ${["a", "b"]}::text[] as list, ${5}::bigint as number, ${unprepared.json({ a: 1 })} as json`;
    expect(await run()).toEqual(await run());
    expect(await run()).toEqual([{ list: ["a", "b"], number: 5, json: { a: 1 } }]);
    await unprepared.end();
  });
});
