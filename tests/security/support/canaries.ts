import type postgres from "postgres";
import { tables } from "@/tests/rls/expectations";

/** Words of the product and of standards, which the application reads and decides by: no tenant chooses them. */
const MEANT_WORDS = new Set([
  "action",
  "actor_kind",
  "billing_interval",
  "billing_reason",
  "cancel_path",
  "content_type",
  "country",
  "currency",
  "feature",
  "format",
  "kind",
  "locale",
  "mode",
  "price_key",
  "provider",
  "reset",
  "role",
  "source",
  "status",
  "subject",
  "success_path",
  "target_kind",
  "tier_key",
  "time_zone",
  "type",
]);
/** What Postgres says when a column takes no free text: a check, a key, a row that never changes. */
const REFUSALS = new Set(["23514", "23503", "23505", "23001", "22P02", "P0001"]);

/**
 * Writes a mark that tells its place into every text and JSON column of an account's rows, in every table that has
 * such rows; columns that can hold no free text keep what they hold.
 *
 * @returns the places that were marked, `invoices.number`
 */
export async function plantCanaries(
  sql: postgres.Sql,
  accountId: string,
  canary: string,
): Promise<readonly string[]> {
  const columns = await sql<{ table: string; column: string; type: string }[]>`
    select table_name as table, column_name as column, data_type as type from information_schema.columns
    where table_schema = 'public' and data_type in ('text', 'character varying', 'jsonb') and is_generated = 'NEVER'
    order by 1, 2`;
  const planted: string[] = [];
  for (const { table, column, type } of columns) {
    const condition = tables[table]?.ofAccount?.replace("$account", `'${accountId}'`);
    if (!condition || MEANT_WORDS.has(column)) continue;
    const place = `${table}.${column}`;
    const mark = `${canary} ${place}`;
    const value = type === "jsonb" ? JSON.stringify({ note: mark }) : mark;
    const count = await sql
      .unsafe(`update public.${table} set ${column} = $1::text::${type} where ${condition}`, [value])
      .then((result) => result.count)
      .catch((error: { code?: string }) => {
        if (error.code && REFUSALS.has(error.code)) return 0;
        throw error;
      });
    if (count > 0) planted.push(place);
  }
  return planted;
}

/** Keys of every row the account has, in every table: whatever names one of them outside of the account is a leak. */
export async function listKeys(sql: postgres.Sql, accountId: string): Promise<readonly string[]> {
  const found = new Set<string>();
  for (const [table, { key, ofAccount }] of Object.entries(tables)) {
    if (!ofAccount) continue;
    const condition = ofAccount.replace("$account", `'${accountId}'`);
    const rows = await sql.unsafe(`select ${key}::text as key from public.${table} where ${condition}`);
    for (const row of rows) found.add(String(row["key"]));
  }
  return [...found].filter((key) => key.length >= 12);
}
