import postgres from "postgres";
import { SteadySocket } from "./steady-socket";

/** Anything that runs SQL: the pool, or one transaction. */
export type Db = postgres.ISql;
export type Pool = postgres.Sql;

const JSON_OID = 114;
const DEADLOCK_DETECTED = "40P01";
const SERIALIZATION_FAILURE = "40001";
const MAX_TRANSACTION_ATTEMPTS = 5;

/**
 * Opens a pool. Rows come back in camelCase; the content of JSON columns is left alone.
 * A relaxed pool does not wait for the disk: what it wrote last may be lost when Postgres itself is cut off. That is
 * enough for whatever would simply be done again, such as claiming a call, and makes it several times faster.
 */
export function openPool(databaseUrl: string, size: number, options: { isRelaxed?: boolean } = {}): Pool {
  const settings = {
    max: size,
    onnotice: () => undefined,
    connection: {
      application_name: "local-inngest",
      ...(options.isRelaxed && { synchronous_commit: "off" }),
    },
    transform: { column: { from: postgres.toCamel, to: postgres.fromCamel } },
    socket: ({ host, port }: { host: string[]; port: number[] }) =>
      new SteadySocket().connect({ host: host[0] ?? "127.0.0.1", port: port[0] ?? 5432 }),
  };
  return postgres(databaseUrl, settings);
}

/** A value for a json column; `undefined` is stored as JSON null. */
export function asJson(db: Db, value: unknown): postgres.Parameter<unknown> {
  return db.typed(value ?? null, JSON_OID);
}

/**
 * Runs work in one transaction. A transaction Postgres gave up to break a deadlock is run again, so `work` must not
 * change anything outside the database before it returns.
 */
export async function inTransaction<T>(pool: Pool, work: (db: Db) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return (await pool.begin(work)) as T;
    } catch (error) {
      const code = error instanceof postgres.PostgresError ? error.code : "";
      const canRepeat = code === DEADLOCK_DETECTED || code === SERIALIZATION_FAILURE;
      if (!canRepeat || attempt >= MAX_TRANSACTION_ATTEMPTS) throw error;
    }
  }
}
