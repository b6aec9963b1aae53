import type { Db } from "./connection";

/** What is counted per key: runs under a rate limit, runs of an idempotency key, slots of a throttle. */
export type StartRule = "rate-limit" | "idempotency" | "throttle";

export async function countStarts(
  db: Db,
  rule: { functionId: string; rule: StartRule; key: string; since: Date },
): Promise<number> {
  const [row] = await db<{ count: number }[]>`
    select count(*)::integer as count from local_inngest.starts
    where function_id = ${rule.functionId} and rule = ${rule.rule} and key = ${rule.key} and at > ${rule.since}`;
  return row?.count ?? 0;
}

export async function insertStart(
  db: Db,
  start: { functionId: string; rule: StartRule; key: string; at: Date },
): Promise<void> {
  await db`
    insert into local_inngest.starts (function_id, rule, key, at)
    values (${start.functionId}, ${start.rule}, ${start.key}, ${start.at})`;
}

/** The theoretical arrival time a throttle kept for a key; null before its first run. */
export async function findThrottleMark(db: Db, functionId: string, key: string): Promise<Date | null> {
  const [row] = await db<{ at: Date }[]>`
    select at from local_inngest.starts
    where function_id = ${functionId} and rule = 'throttle' and key = ${key} limit 1`;
  return row?.at ?? null;
}

export async function saveThrottleMark(db: Db, functionId: string, key: string, at: Date): Promise<void> {
  const moved = await db`
    update local_inngest.starts set at = ${at}
    where function_id = ${functionId} and rule = 'throttle' and key = ${key}`;
  if (moved.count === 0) await insertStart(db, { functionId, rule: "throttle", key, at });
}
