import { openPool } from "../store/connection";
import { holdLifeLock, registerExecutor, removeExecutor } from "../store/executors";
import type { EngineContext } from "./context";

const CHECK_MS = 5_000;

/**
 * Proves to other executors that this one lives, by an advisory lock on a connection of its own. Postgres drops the
 * lock the moment the process dies, so what it held is taken over at once, not when its leases run out.
 */
export async function startLife(context: EngineContext): Promise<{ stop(): Promise<void> }> {
  const connection = openPool(context.options.databaseUrl, 1);
  const lockKey = await registerExecutor(connection, context.owner);
  await holdLifeLock(connection, lockKey);
  const timer = setInterval(() => {
    holdLifeLock(connection, lockKey).catch((error: unknown) =>
      context.log.failure("the life lock could not be held", error),
    );
  }, CHECK_MS);
  return {
    async stop() {
      clearInterval(timer);
      await removeExecutor(connection, context.owner);
      await connection.end({ timeout: 1 });
    },
  };
}
