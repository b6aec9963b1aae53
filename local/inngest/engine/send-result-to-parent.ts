import { ulid } from "ulid";
import { INTERNAL_EVENTS } from "../protocol/event-payload";
import type { StepResult } from "../protocol/operation";
import type { Db } from "../store/connection";
import { insertMessage } from "../store/events";
import { type EngineContext, now } from "./context";

/**
 * Hands a child run's result to the run that invoked it. It goes through the event table, not straight into the
 * parent, so that a transaction never holds two runs.
 */
export async function sendResultToParent(
  context: EngineContext,
  db: Db,
  child: { id: string; parentRunId: string | null; parentOpId: string | null },
  result: StepResult,
): Promise<void> {
  if (!child.parentRunId || !child.parentOpId) return;
  const at = now(context);
  const id = ulid(at.getTime());
  const payload = {
    id,
    name: INTERNAL_EVENTS.finished,
    data: { run_id: child.id, result },
    ts: at.getTime(),
  };
  await insertMessage(db, {
    internalId: id,
    payload,
    at,
    parentRunId: child.parentRunId,
    parentOpId: child.parentOpId,
  });
  context.wake.dispatch();
}
