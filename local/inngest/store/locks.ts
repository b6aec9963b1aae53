import type { Db } from "./connection";

/** The first half of every advisory lock of the executor. */
const LOCK_SPACE = 4003;
/** The first half of the locks executors hold while they live. */
export const LIFE_LOCK_SPACE = 4004;

/**
 * Waits until no other executor is starting runs. Everything that creates runs holds this lock, which keeps events in
 * their order and makes rate limits, singletons, debounces and batches exact.
 */
export async function lockScheduling(db: Db): Promise<void> {
  await db`select pg_advisory_xact_lock(${LOCK_SPACE}, 2)`;
}
