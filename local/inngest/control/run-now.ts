import type { EngineContext } from "../engine/context";
import { now } from "../engine/context";
import { startCron } from "../engine/run-timers";
import { transact } from "../engine/transact";
import { listCronTriggers } from "../protocol/function-config";
import { lockScheduling } from "../store/locks";

/** There is no such function, or not of the kind that was asked for. */
export class UnknownTargetError extends Error {
  override name = "UnknownTargetError";
}

/** Starts a cron function now, beside its schedule. Takes the id with or without its app's prefix. */
export async function runCronNow(context: EngineContext, functionId: string): Promise<string> {
  const config =
    context.registry.find(functionId) ??
    context.registry.list().find((candidate) => candidate.id.endsWith(`-${functionId}`));
  const [trigger] = config ? listCronTriggers(config) : [];
  if (!config || !trigger) throw new UnknownTargetError(`there is no cron function "${functionId}"`);
  return await transact(context, "durable", async (context, db) => {
    await lockScheduling(db);
    return await startCron(context, db, config.id, trigger.cron, now(context), "manual");
  });
}
