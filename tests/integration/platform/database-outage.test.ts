import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
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
  process.on("unhandledRejection", remember);
});
beforeEach(() => {
  sql = connect(db.url, { poolSize: 2 });
});
afterAll(async () => {
  process.off("uncaughtException", remember);
  process.off("unhandledRejection", remember);
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

/** What a server says when it lets somebody in: the password is right, and it is ready for the first query. */
const WELCOME = Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, 0, 0x5a, 0, 0, 0, 5, 0x49]);

describe("when a connection breaks before it was ever used", () => {
  test("the query that opened it fails, and nothing is left unhandled", async () => {
    const server = createServer((socket) => {
      socket.once("data", () => {
        socket.write(WELCOME);
        // The driver asks for the types of arrays by itself before it sends the query.
        socket.once("data", () => socket.resetAndDestroy());
      });
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const broken = connect(`postgres://nobody@127.0.0.1:${port}/none`, { poolSize: 1 });
    await expect(broken`select 1`).rejects.toMatchObject({ code: "ECONNRESET" });
    await pause(50);
    expect(uncaught).toEqual([]);
    await broken.end({ timeout: 1 });
    server.close();
  });
});
