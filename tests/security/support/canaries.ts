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
  "slug",
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

interface Column {
  readonly table: string;
  readonly column: string;
  readonly type: string;
}

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
  const columns = await sql<Column[]>`
    select table_name as table, column_name as column, data_type as type from information_schema.columns
    where table_schema = 'public' and data_type in ('text', 'character varying', 'jsonb') and is_generated = 'NEVER'
    order by 1, 2`;
  const planted: string[] = [];
  for (const each of columns) {
    const condition = tables[each.table]?.ofAccount?.replace("$account", `'${accountId}'`);
    if (!condition || MEANT_WORDS.has(each.column)) continue;
    if (await plant(sql, each, condition, canary)) planted.push(`${each.table}.${each.column}`);
  }
  return planted;
}

/** @returns whether a row holds the mark now */
async function plant(
  sql: postgres.Sql,
  { table, column, type }: Column,
  condition: string,
  canary: string,
): Promise<boolean> {
  const mark = `${canary} ${table}.${column}`;
  const text = column.endsWith("url") ? `https://pay.example/${mark.replace(" ", "/")}` : mark;
  const value = type === "jsonb" ? JSON.stringify({ note: mark }) : text;
  try {
    const statement = `update public.${table} set ${column} = $1::text::${type} where ${condition}`;
    return (await sql.unsafe(statement, [value])).count > 0;
  } catch (error) {
    if (REFUSALS.has((error as { code?: string }).code ?? "")) return false;
    throw error;
  }
}

/** Figures that the account alone has, wherever it is told how much was used or what it costs. */
export async function plantFigures(
  sql: postgres.Sql,
  accountId: string,
  { used, cents }: { readonly used: number; readonly cents: number },
): Promise<void> {
  await sql`update usage_counters set used = ${used} where account_id = ${accountId} and feature = 'resumes'`;
  await sql`
    update usage_days set quantity = ${used}, day = current_date
    where account_id = ${accountId} and feature = 'resumes'`;
  await sql`
    update invoices set subtotal_cents = ${cents}, total_cents = ${cents}, amount_due_cents = ${cents},
      amount_paid_cents = ${cents}
    where account_id = ${accountId}`;
  await sql`update invoice_lines set amount_cents = ${cents} where account_id = ${accountId}`;
  await sql`update purchases set amount_cents = ${cents} where account_id = ${accountId}`;
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
