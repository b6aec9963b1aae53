import postgres from "postgres";
import { env } from "@/lib/platform/env";
import { logger } from "@/lib/platform/log";

export type Sql = postgres.Sql<{ bigint: number }>;
export type Transaction = postgres.TransactionSql<{ bigint: number }>;
/** Something that can run a query: the pool or a transaction on it. */
export type Queryable = Sql | Transaction;

// Next keeps module instances apart for pages and routes, and reloads them in development; one pool must serve all.
const shared = globalThis as unknown as { meterhouseDatabase?: Sql };

/**
 * The system's door to the data: a pool on postgres.js. Row-level security does not filter here, so every
 * query does, by account. Columns arrive in camelCase; JSON contents are left as they are.
 */
export function database(): Sql {
  shared.meterhouseDatabase ??= connect(env().database.url, { poolSize: env().database.poolSize });
  return shared.meterhouseDatabase;
}

export interface ConnectOptions {
  readonly poolSize: number;
}

/** Opens a pool with the project's type and naming rules. Most callers want {@link database}. */
export function connect(url: string, { poolSize }: ConnectOptions): Sql {
  return postgres(url, {
    max: poolSize,
    // Supabase's transaction pooler hands each transaction to another backend: prepared statements would miss.
    prepare: new URL(url).port !== "6543",
    idle_timeout: 60,
    connect_timeout: 5,
    connection: { application_name: "meterhouse" },
    onnotice: (notice) => logger().debug({ notice: notice["message"] }, "database notice"),
    transform: { column: { from: postgres.toCamel, to: postgres.fromCamel } },
    types: { bigint: { to: 20, from: [20], serialize: String, parse: parseBigint } },
  });
}

function parseBigint(value: string): number {
  const parsed = Number(value);
  // Counts and minor units stay far below 2^53; beyond it a number would silently lose cents.
  if (!Number.isSafeInteger(parsed)) throw new RangeError(`${value} is too large for a safe integer.`);
  return parsed;
}

/** Waits for the database to answer; used by health checks. Throws what the driver throws. */
export async function pingDatabase(sql: Queryable = database()): Promise<void> {
  await sql`select 1`;
}

const OUTAGE_CODES = new Set([
  "CONNECTION_CLOSED",
  "CONNECTION_DESTROYED",
  "CONNECTION_ENDED",
  "CONNECT_TIMEOUT",
  "ECONNREFUSED",
  "ECONNRESET",
  // Class 57 of Postgres: the server is shutting down, has crashed, or is starting.
  "57P01",
  "57P02",
  "57P03",
]);

/** True when the database could not be reached or went away, as opposed to refusing a statement. */
export function isDatabaseOutage(error: unknown): boolean {
  return error instanceof Error && OUTAGE_CODES.has(String((error as { code?: unknown }).code));
}
