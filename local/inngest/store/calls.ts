import type { StepErrorValue } from "../protocol/operation";
import { asJson, type Db } from "./connection";

/** One call made for a run, for the page and the error it ended with. */
export interface CallRecord {
  runId: string;
  stepId: string;
  attempt: number;
  httpStatus: number | null;
  outcome: string;
  error: StepErrorValue | null;
  startedAt: Date;
  endedAt: Date;
}

export async function insertCall(db: Db, call: CallRecord): Promise<void> {
  await db`
    insert into local_inngest.calls
      (run_id, step_id, attempt, http_status, outcome, error, started_at, ended_at)
    values (${call.runId}, ${call.stepId}, ${call.attempt}, ${call.httpStatus}, ${call.outcome},
      ${call.error ? asJson(db, call.error) : null}, ${call.startedAt}, ${call.endedAt})`;
}
