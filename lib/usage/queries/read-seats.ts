import type { Queryable } from "@/lib/platform/db";
import { readOverview } from "../repository";

/**
 * Seats that the plan in force allows (null is unlimited), an override included, and how many members take one.
 * Read through the given connection, so that a transaction counts what it sees.
 *
 * @throws Error when the plan in force has no published limits
 */
export async function readSeats(
  accountId: string,
  at: Date,
  sql: Queryable,
): Promise<{ used: number; limit: number | null }> {
  const [row] = await readOverview(accountId, "seats", at, sql);
  if (!row || row.used === null) {
    throw new Error("The plan in force has no published limit of seats: run `npm run catalog:sync`.");
  }
  return { used: row.used, limit: row.limitValue };
}
