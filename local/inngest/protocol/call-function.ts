import { ulid } from "ulid";
import type { EventPayload } from "./event-payload";
import type { StepResult } from "./operation";
import { type Answer, readAnswer } from "./read-answer";
import { sendJson } from "./send-json";
import { makeWellFormed, signBody } from "./signature";

/** Everything the SDK needs to replay a run and find its next step. */
export interface FunctionCall {
  runtimeUrl: string;
  functionId: string;
  runId: string;
  jobId: string;
  /** `step` to discover what comes next, or the hash of one planned step to run. */
  stepId: string;
  attempt: number;
  maxAttempts: number;
  events: EventPayload[];
  steps: Record<string, StepResult>;
  /** Hashes of the memoised steps in the order they were done. */
  stack: string[];
  /** Makes the SDK report new steps instead of running one at once; needed while others are under way. */
  isPlanOnly: boolean;
  /** The execution version the SDK chose on the run's first call; null before it. */
  requestVersion: number | null;
}

export interface CallOptions {
  signingKey: string;
  timeoutMs: number;
  signal?: AbortSignal | undefined;
}

/**
 * Makes one call of a function through the app's serve endpoint.
 * `ctx.fn_id` is left out on purpose: with it the SDK runs several steps in one call and checkpoints them itself.
 * Throws AppUnreachableError when the app is down, UnusableAnswerError when something else answered.
 */
export async function callFunction(call: FunctionCall, options: CallOptions): Promise<Answer> {
  const url = new URL(call.runtimeUrl);
  url.searchParams.set("fnId", call.functionId);
  url.searchParams.set("stepId", call.stepId);
  const body = makeWellFormed({
    event: call.events[0],
    events: call.events,
    steps: call.steps,
    version: call.requestVersion ?? -1,
    ctx: {
      run_id: call.runId,
      attempt: call.attempt,
      max_attempts: call.maxAttempts,
      disable_immediate_execution: call.isPlanOnly,
      use_api: false,
      stack: { stack: call.stack, current: call.stack.length },
    },
  });
  const headers: Record<string, string> = {
    "x-inngest-server-kind": "cloud",
    "x-inngest-signature": signBody(body, options.signingKey, Date.now()),
    "x-inngest-job-id": call.jobId,
    "x-inngest-step-id": call.stepId,
    "x-run-id": call.runId,
    "x-request-id": ulid(),
  };
  if (call.requestVersion !== null) headers["x-inngest-req-version"] = String(call.requestVersion);
  const answer = await sendJson("POST", url, JSON.stringify(body), headers, options);
  return readAnswer(answer, options.signingKey, Date.now());
}
