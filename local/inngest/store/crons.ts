import type { Db } from "./connection";

export interface CronState {
  functionId: string;
  expression: string;
  lastTickAt: Date;
  dueAt: Date | null;
}

export async function listCrons(db: Db): Promise<CronState[]> {
  return await db<CronState[]>`select * from local_inngest.crons order by function_id, expression`;
}

/** Crons to look at: those whose moment has come, and those whose moment is not computed yet. */
export async function listDueCrons(db: Db, now: Date): Promise<CronState[]> {
  return await db<CronState[]>`
    select * from local_inngest.crons where due_at is null or due_at <= ${now} order by due_at nulls first`;
}

/** Stands for "never again" in a column where null means "not computed yet". */
const NEVER = new Date("9999-12-31T00:00:00Z");

export async function saveCronTick(
  db: Db,
  cron: { functionId: string; expression: string; lastTickAt: Date; dueAt: Date | null },
): Promise<void> {
  await db`
    update local_inngest.crons set last_tick_at = ${cron.lastTickAt}, due_at = ${cron.dueAt ?? NEVER}
    where function_id = ${cron.functionId} and expression = ${cron.expression}`;
}
