import { ulid } from "ulid";
import { INTERNAL_EVENTS } from "../protocol/event-payload";
import type { StepErrorValue } from "../protocol/operation";
import type { Db } from "../store/connection";
import { insertMessage } from "../store/events";
import { hasPauseFor } from "../store/pauses";
import { endRun, type Run } from "../store/runs";
import { type EngineContext, now } from "./context";
import { sendResultToParent } from "./send-result-to-parent";

export type RunEnd =
  | { status: "Completed"; output: unknown }
  | { status: "Failed"; error: StepErrorValue }
  | { status: "Cancelled"; reason: string };

/** Events about the end of runs start functions too; a run of such a function must not announce its own end. */
const ENDS_SILENTLY: string[] = [INTERNAL_EVENTS.failed, INTERNAL_EVENTS.finished, INTERNAL_EVENTS.cancelled];

/** Ends a run: stores how, hands the result to its parent, and sends the lifecycle events. Its row must be locked. */
export async function finishRun(context: EngineContext, db: Db, run: Run, end: RunEnd): Promise<void> {
  const at = now(context);
  await endRun(db, run.id, { ...end, at });
  await sendResultToParent(context, db, run, computeParentResult(run, end));
  if (ENDS_SILENTLY.includes(run.events[0]?.name ?? "")) return;
  if (end.status === "Failed") await announce(context, db, INTERNAL_EVENTS.failed, run, end, at);
  if (end.status === "Cancelled") await announce(context, db, INTERNAL_EVENTS.cancelled, run, end, at);
  if (await isFinishedListenedTo(context, db)) {
    await announce(context, db, INTERNAL_EVENTS.finished, run, end, at);
  }
}

/** Every run ends, few listen: the event is only sent when a function or a waiting run would get it. */
async function isFinishedListenedTo(context: EngineContext, db: Db): Promise<boolean> {
  return context.registry.isListenedTo(INTERNAL_EVENTS.finished) || hasPauseFor(db, INTERNAL_EVENTS.finished);
}

function computeParentResult(run: Run, end: RunEnd) {
  if (end.status === "Completed") return { type: "data" as const, data: end.output ?? null };
  if (end.status === "Failed") return { type: "error" as const, error: end.error };
  const message = `the invoked function ${run.functionId} was cancelled: ${end.reason}`;
  return { type: "error" as const, error: { name: "Error", message } };
}

async function announce(
  context: EngineContext,
  db: Db,
  name: string,
  run: Run,
  end: RunEnd,
  at: Date,
): Promise<void> {
  const id = ulid(at.getTime());
  const data: Record<string, unknown> = {
    function_id: run.functionId,
    run_id: run.id,
    event: run.events[0],
    events: run.events,
    _inngest: { status: end.status },
  };
  if (end.status === "Completed") data["result"] = end.output ?? null;
  if (end.status === "Failed") data["error"] = end.error;
  if (end.status === "Cancelled")
    data["error"] = { name: "Error", message: `function cancelled: ${end.reason}` };
  await insertMessage(db, { internalId: id, payload: { id, name, data, ts: at.getTime() }, at });
  context.wake.dispatch();
}
