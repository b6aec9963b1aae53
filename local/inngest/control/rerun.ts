import type { EngineContext } from "../engine/context";
import { scheduleRun } from "../engine/schedule-run";
import { transact } from "../engine/transact";
import { lockScheduling } from "../store/locks";
import { findRun, listRunEventIds } from "../store/runs";
import { UnknownTargetError } from "./run-now";

/**
 * Starts a new run with the events of an old one. Rate limits and idempotency keys do not hold it back: somebody asked
 * for it. Returns the new run's id.
 */
export async function rerun(context: EngineContext, runId: string): Promise<string> {
  return await transact(context, "durable", async (context, db) => {
    await lockScheduling(db);
    const run = await findRun(db, runId);
    if (!run) throw new UnknownTargetError(`there is no run "${runId}"`);
    const config = context.registry.find(run.functionId);
    if (!config) throw new UnknownTargetError(`the function "${run.functionId}" is no longer registered`);
    const ids = await listRunEventIds(db, runId);
    const events = run.events.map((payload) => ({
      internalId: ids.includes(payload.id) ? payload.id : (ids[0] ?? payload.id),
      payload,
    }));
    return await scheduleRun(context, db, { config, events, origin: "rerun" });
  });
}
