import type { Db } from "../store/connection";
import { lockRun } from "../store/runs";
import type { EngineContext } from "./context";
import { finishRun } from "./finish-run";

/**
 * Cancels a run that is still going. A call under way is not interrupted, its result is dropped.
 * Returns false when the run had ended or never was.
 */
export async function cancelRun(
  context: EngineContext,
  db: Db,
  runId: string,
  reason: string,
): Promise<boolean> {
  const run = await lockRun(db, runId);
  if (!run || run.endedAt) return false;
  await finishRun(context, db, run, { status: "Cancelled", reason });
  return true;
}
