import type postgres from "postgres";
import type { Transaction } from "@/lib/platform/db";

/** `select` of exactly these columns, so that a row read equals a row computed. */
export const selectColumns = (tx: Transaction, columns: readonly string[]) => tx`select ${tx([...columns])}`;

/** Rows in one statement; Postgres takes at most 65,535 parameters, and the widest row has 25 columns. */
const CHUNK = 1_000;

/** Inserts rows, or overwrites those whose key is there. `extra` columns are the same in every row. */
export async function upsertRows<T extends object>(
  tx: Transaction,
  table: string,
  columns: readonly (keyof T & string)[],
  rows: readonly T[],
  key: string,
  extra: Readonly<Record<string, Date>> = {},
): Promise<void> {
  const names = [...columns, ...Object.keys(extra)];
  const assignments = names
    .filter((name) => name !== key)
    .map((name): postgres.Fragment => tx`${tx(name)} = excluded.${tx(name)}`)
    .reduce((list, each) => tx`${list}, ${each}`);
  for (let start = 0; start < rows.length; start += CHUNK) {
    const chunk = rows
      .slice(start, start + CHUNK)
      .map((row): Record<string, unknown> => ({ ...row, ...extra }));
    await tx`
      insert into ${tx(table)} ${tx(chunk as Record<string, never>[], ...names)}
      on conflict (${tx(key)}) do update set ${assignments}`;
  }
}
