import type { Answer } from "../protocol/read-answer";
import type { Db } from "../store/connection";
import { enqueue, type LeasedItem } from "../store/queue";
import type { Run } from "../store/runs";
import { computeBackoffMs } from "./backoff";
import { type EngineContext, now } from "./context";

/** A call that was made, with what came of it. */
export interface MadeCall {
  item: LeasedItem;
  answer: Answer;
  maxAttempts: number;
  startedAt: Date;
  /** Who may have the run's next call at once; null when this executor is not to go on. */
  owner: string | null;
}

/** Queues the same call once more, after the wait the app asked for or the backoff table's. */
export async function enqueueRetry(
  context: EngineContext,
  db: Db,
  run: Run,
  item: LeasedItem,
  retryAfterMs: number | null,
): Promise<void> {
  const waitMs = retryAfterMs ?? computeBackoffMs(item.attempt, context.options.backoffScale);
  const availableAt = new Date(now(context).getTime() + waitMs);
  await enqueue(db, run, { stepId: item.stepId, attempt: item.attempt + 1, availableAt });
  context.wake.at(availableAt);
}
