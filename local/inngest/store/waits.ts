import type { Db } from "./connection";

/** Makes sleeps and waits between attempts due now, of one run or of all; of all, debounces and batches too. */
export async function makeWaitsDue(db: Db, runId: string | null, now: Date): Promise<number> {
  const sleeps = await db`
    update local_inngest.pauses set expires_at = ${now}
    where kind = 'sleep' and expires_at > ${now} and (${runId}::text is null or run_id = ${runId})`;
  const retries = await db`
    update local_inngest.queue set available_at = ${now}
    where lease_owner is null and available_at > ${now} and (${runId}::text is null or run_id = ${runId})`;
  if (runId) return sleeps.count + retries.count;
  const debounces = await db`update local_inngest.debounces set due_at = ${now} where due_at > ${now}`;
  const batches = await db`update local_inngest.batches set due_at = ${now} where due_at > ${now}`;
  return sleeps.count + retries.count + debounces.count + batches.count;
}
