import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { connect, type Sql, type Transaction } from "@/lib/platform/db";
import { createTestDatabase, type TestDatabase } from "@/tests/support/database";

/**
 * A backend that dies inside a transaction: a failover, a restart of the pooler, an administrator. The driver is
 * patched for this (patches/): as published it writes to a socket that is gone and never connects again.
 */
let db: TestDatabase;
let sql: Sql;
const uncaught: unknown[] = [];
const remember = (error: unknown): void => void uncaught.push(error);
beforeAll(async () => {
  db = await createTestDatabase();
  process.on("uncaughtException", remember);
});
beforeEach(() => {
  sql = connect(db.url, { poolSize: 2 });
});
afterAll(async () => {
  process.off("uncaughtException", remember);
  await db.drop();
});

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const kill = (pid: number) => db.owner`select pg_terminate_backend(${pid})`;
const insert = (tx: Transaction) => tx`insert into outbox (name, data) values ('test/thing.happened', '{}')`;

const ways: readonly (readonly [what: string, work: (tx: Transaction, pid: number) => Promise<unknown>])[] = [
  [
    "between two statements",
    async (tx, pid) => {
      await kill(pid);
      await pause(20);
      await insert(tx);
    },
  ],
  [
    "during a statement",
    async (tx, pid) => {
      setTimeout(() => void kill(pid).execute(), 20);
      await tx`select pg_sleep(60)`;
    },
  ],
  [
    "before several statements at once",
    async (tx, pid) => {
      await kill(pid);
      await pause(20);
      await Promise.all([insert(tx), insert(tx), tx`select ${"x".repeat(2_000)}::text`]);
    },
  ],
  [
    "and nobody looks at the errors",
    async (tx, pid) => {
      await kill(pid);
      await pause(20);
      for (let index = 0; index < 3; index += 1) await insert(tx).catch(() => undefined);
    },
  ],
];

describe("when a backend dies in a transaction", () => {
  test.each(ways)(
    "%s, the transaction fails, nothing of it is kept, and the pool goes on",
    async (_what, work) => {
      for (let round = 0; round < 3; round += 1) {
        const transaction = sql.begin(async (tx) => {
          const [{ pid } = { pid: 0 }] = await tx<{ pid: number }[]>`select pg_backend_pid() as pid`;
          await work(tx, pid);
        });
        await expect(transaction).rejects.toThrow();
        const answers = await Promise.all(
          [1, 2, 3].map((number) => sql<{ number: number }[]>`select ${number}::int as number`),
        );
        expect(answers.map(([row]) => row?.number)).toEqual([1, 2, 3]);
      }
      expect(await db.owner`select 1 from outbox`).toHaveLength(0);
      expect(uncaught).toEqual([]);
      await sql.end({ timeout: 1 });
    },
  );
});
