import { z } from "zod";
import { type Operation, operationSchema, parseStepError, type StepErrorValue } from "./operation";
import { parseRetryAfter } from "./retry-after";
import type { HttpAnswer } from "./send-json";
import { findAnswerSignatureFault } from "./signature";

/** What a call of a function came to. */
export type Answer = { httpStatus: number; requestVersion: number | null } & (
  | { kind: "completed"; output: unknown }
  | { kind: "operations"; operations: Operation[]; isRetriable: boolean; retryAfterMs: number | null }
  | { kind: "failed"; error: StepErrorValue; isRetriable: boolean; retryAfterMs: number | null }
);

/** Something answered that is not the SDK, or not with our key: a proxy page must never complete a run. */
export class UnusableAnswerError extends Error {
  override name = "UnusableAnswerError";
  constructor(
    message: string,
    readonly httpStatus: number,
  ) {
    super(message);
  }
}

const streamedSchema = z.object({
  status: z.number().int(),
  headers: z.record(z.string(), z.string()).default({}),
  body: z.string().default(""),
});

/** Turns the SDK's HTTP answer into what it means. Throws UnusableAnswerError when it cannot be trusted. */
export function readAnswer(answer: HttpAnswer, signingKey: string, nowMs: number): Answer {
  const header = (name: string): string | undefined => [answer.headers[name]].flat()[0];
  if (answer.status === 401) {
    throw new UnusableAnswerError(
      "the app refused our signature: INNGEST_SIGNING_KEY must be the same there and here",
      401,
    );
  }
  if (!header("x-inngest-sdk")) {
    const excerpt = answer.text.slice(0, 200).replace(/\s+/g, " ");
    throw new UnusableAnswerError(
      `not an answer of the Inngest SDK (${answer.status}): ${excerpt}`,
      answer.status,
    );
  }
  const requestVersion = Number(header("x-inngest-req-version") ?? Number.NaN);
  const version = Number.isInteger(requestVersion) ? requestVersion : null;
  // A streaming app answers 201 at once and puts the real status into the body; such answers are not signed.
  if (answer.status === 201) {
    const inner = parseJson(answer.text, 201);
    const streamed = streamedSchema.safeParse(inner);
    if (!streamed.success) throw new UnusableAnswerError("the streamed answer has an unknown form", 201);
    const { status, headers, body } = streamed.data;
    return interpret(status, (name) => headers[name], body, version, nowMs);
  }
  const fault = findAnswerSignatureFault(header("x-inngest-signature"), answer.text, signingKey, nowMs);
  if (fault) throw new UnusableAnswerError(fault, answer.status);
  return interpret(answer.status, header, answer.text, version, nowMs);
}

function interpret(
  httpStatus: number,
  header: (name: string) => string | undefined,
  text: string,
  requestVersion: number | null,
  nowMs: number,
): Answer {
  const base = { httpStatus, requestVersion };
  const body = parseJson(text, httpStatus);
  const isRetriable = header("x-inngest-no-retry") !== "true";
  const retryAfterMs = parseRetryAfter(header("retry-after"), nowMs);
  if (httpStatus === 200) return { ...base, kind: "completed", output: body };
  if (httpStatus !== 206) {
    return { ...base, kind: "failed", error: parseStepError(body), isRetriable, retryAfterMs };
  }
  const operations = z.array(operationSchema).safeParse([body].flat());
  if (!operations.success) throw new UnusableAnswerError("the operations have an unknown form", httpStatus);
  return { ...base, kind: "operations", operations: operations.data, isRetriable, retryAfterMs };
}

function parseJson(text: string, httpStatus: number): unknown {
  if (text.trim() === "") return null;
  try {
    return JSON.parse(text);
  } catch {
    throw new UnusableAnswerError(
      `the answer (${httpStatus}) is not JSON: ${text.slice(0, 200)}`,
      httpStatus,
    );
  }
}
