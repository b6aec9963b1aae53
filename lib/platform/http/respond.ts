import { STRICT_TRANSPORT_SECURITY } from "@/lib/platform/content-security-policy";
import { isDatabaseOutage } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { DomainError, providerUnavailable } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/ids";
import { reportError } from "@/lib/platform/log";
import { DirectAnswer } from "./direct-answer";

export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string>>;
}

/** The platform envelope of a result; what answers directly has none. */
export function success(data: unknown, requestId: string, status: number): Answer {
  if (data instanceof DirectAnswer) return { status: data.status, body: data, headers: data.headers };
  return { status, body: { data, meta: { requestId } }, headers: {} };
}

/** The platform envelope of an error. What nobody expected becomes INTERNAL, and is logged and reported. */
export function failure(
  error: unknown,
  requestId: string,
  facts: Readonly<Record<string, string | undefined>>,
): Answer {
  if (error instanceof DomainError) {
    const { status, code, message, details, headers } = error;
    return { status, body: { error: { code, message, ...details }, meta: { requestId } }, headers };
  }
  reportError(error, { requestId, ...facts });
  if (isDatabaseOutage(error)) {
    const unavailable = providerUnavailable(
      "The database does not answer right now. Try again in a moment.",
      5,
    );
    return failure(unavailable, requestId, facts);
  }
  const message = `Something went wrong on our side. Nothing was lost; quote request ${requestId} if it stays so.`;
  return { status: 500, body: { error: { code: "INTERNAL", message }, meta: { requestId } }, headers: {} };
}

/** The response to an error, for the few handlers that do not go through the wrapper. */
export function respondError(error: unknown, path: string): Response {
  const requestId = newId();
  return toResponse(failure(error, requestId, { path }), { "x-request-id": requestId });
}

/** Turns an answer into a response. Answers are private to their caller and never cached. */
export function toResponse(answer: Answer, headers: Readonly<Record<string, string>>): Response {
  const { status, body } = answer;
  const isHttps = env().app.url.startsWith("https:");
  const common = {
    "cache-control": "no-store, private",
    ...(isHttps && { "strict-transport-security": STRICT_TRANSPORT_SECURITY }),
    ...answer.headers,
    ...headers,
  };
  if (body instanceof DirectAnswer) return new Response(body.body, { status, headers: common });
  return new Response(JSON.stringify(body), {
    status,
    headers: { "content-type": "application/json", ...common },
  });
}
