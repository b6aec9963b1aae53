import type { Sql } from "@/lib/platform/db";

const TABLES = [
  "accounts",
  "account_plans",
  "account_limits",
  "api_keys",
  "catalog_versions",
  "plan_limits",
  "usage_counters",
  "usage_events",
  "usage_days",
  "usage_warnings",
];

export interface Scans {
  readonly table: string;
  /** Times the table was read whole. */
  readonly whole: number;
  /** Times it was reached by an index. */
  readonly byIndex: number;
}

/**
 * Counts how the tables were read while something ran, as Postgres itself counted it. Plans of statements
 * inside functions cannot be asked for without a superuser, and this tells what really ran.
 */
export async function countScans(sql: Sql, run: () => Promise<unknown>): Promise<readonly Scans[]> {
  const before = await read(sql);
  await run();
  const after = await read(sql);
  return TABLES.map((table) => ({
    table,
    whole: (after.get(table)?.whole ?? 0) - (before.get(table)?.whole ?? 0),
    byIndex: (after.get(table)?.byIndex ?? 0) - (before.get(table)?.byIndex ?? 0),
  }));
}

/** Connections report what they counted at most once a second, and when idle. */
const FLUSH_MS = 1_500;

async function read(sql: Sql): Promise<ReadonlyMap<string, Scans>> {
  await new Promise((resolve) => setTimeout(resolve, FLUSH_MS));
  const rows = await sql<Scans[]>`
    select relname as "table", seq_scan::bigint as whole, coalesce(idx_scan, 0)::bigint as by_index
    from pg_stat_user_tables where schemaname = 'public' and relname = any(${TABLES}::text[])`;
  return new Map(rows.map((row) => [row.table, row]));
}
