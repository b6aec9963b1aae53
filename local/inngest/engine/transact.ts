import { type Db, inTransaction } from "../store/connection";
import type { EngineContext, Wake } from "./context";

/**
 * Runs work in one transaction and wakes whoever it woke only after the commit: before it, they would find nothing.
 * "durable" waits for the disk; "relaxed" is for what would be done again from durable state if it were lost.
 */
export async function transact<T>(
  context: EngineContext,
  kind: "durable" | "relaxed",
  work: (context: EngineContext, db: Db) => Promise<T>,
): Promise<T> {
  const pool = kind === "durable" ? context.pool : context.relaxedPool;
  let woken: (() => void)[] = [];
  const result = await inTransaction(pool, (db) => {
    // A transaction that is run again starts with nobody woken.
    const recorded = new Set<keyof Wake>();
    woken = [];
    const record = (name: Exclude<keyof Wake, "at">) => () => {
      if (recorded.has(name)) return;
      recorded.add(name);
      woken.push(() => context.wake[name]());
    };
    const wake: Wake = {
      dispatch: record("dispatch"),
      timers: record("timers"),
      calls: record("calls"),
      register: record("register"),
      at: (moment) => void woken.push(() => context.wake.at(moment)),
    };
    return work({ ...context, wake }, db);
  });
  for (const wakeUp of woken) wakeUp();
  return result;
}
