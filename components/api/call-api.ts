import * as z from "zod/mini";
import { readAccountPath } from "@/lib/platform/account-path";
import { confirmIdentity } from "./confirm-identity";
import type { CallResult, Refusal } from "./types";

const refusalShape = z.object({
  error: z.object({ code: z.string(), message: z.string() }),
  meta: z.optional(z.object({ requestId: z.optional(z.string()) })),
});
const answerShape = z.object({ data: z.unknown() });

const TIMEOUT_MS = 30_000;

export type ApiCall<T> = {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  path: string;
  body?: unknown;
  /** Sent as it is, in place of a body. */
  file?: Blob | undefined;
  /** Slug of the account to act in; when left out, the one in the address bar. */
  account?: string | undefined;
  /** The call goes on when the page is left. */
  keepalive?: boolean | undefined;
  /** Shape of `data` in the answer. */
  answer: { parse: (data: unknown) => T };
};

/**
 * Idempotency keys of calls that may have reached the server although no answer came back, by call.
 * The same call tried again carries the same key, so it cannot happen twice.
 */
const openKeys = new Map<string, string>();

/**
 * Calls the platform API from the browser with the session cookie. A refusal is returned, never thrown:
 * the server's own words when it answered, ours when it did not. Where the server wants to know first that it is
 * really the person, they are asked, and the same call is made once more under the same key.
 */
export async function callApi<T>(call: ApiCall<T>): Promise<CallResult<T>> {
  const body = call.body === undefined ? null : JSON.stringify(call.body);
  const account = call.account ?? readAccountPath(globalThis.location?.pathname ?? "")?.account;
  const fingerprint = `${account ?? ""} ${call.method} ${call.path} ${body ?? call.file?.size ?? ""}`;
  const key = openKeys.get(fingerprint) ?? makeKey();
  openKeys.set(fingerprint, key);
  const first = await send(call, { body, account, key });
  const isAsked = first.result.ok === false && first.result.code === "REVERIFICATION_REQUIRED";
  const last = isAsked && (await confirmIdentity()) ? await send(call, { body, account, key }) : first;
  if (last.answered) openKeys.delete(fingerprint);
  return last.result;
}

type Sent = { body: string | null; account: string | undefined; key: string };

async function send<T>(
  call: ApiCall<T>,
  { body, account, key }: Sent,
): Promise<{ result: CallResult<T>; answered: boolean }> {
  let response: Response;
  try {
    response = await fetch(call.path, {
      method: call.method,
      credentials: "same-origin",
      keepalive: call.keepalive ?? false,
      headers: {
        accept: "application/json",
        "content-type": call.file?.type ?? "application/json",
        "idempotency-key": key,
        ...(account !== undefined && { "x-account": account }),
      },
      body: call.file ?? body,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
  } catch {
    // No answer at all (offline, timed out, connection cut): what the server did is unknown.
    const result = refuse(
      "UNREACHABLE",
      "The connection dropped before an answer came. Try again; nothing happens twice.",
    );
    return { result, answered: false };
  }
  return { result: await readAnswer(response, call.answer), answered: true };
}

async function readAnswer<T>(response: Response, answer: ApiCall<T>["answer"]): Promise<CallResult<T>> {
  const requestId = response.headers.get("x-request-id");
  const json: unknown =
    response.status === 204 ? { data: null } : await response.json().catch(() => undefined);
  if (!response.ok) {
    const parsed = refusalShape.safeParse(json);
    if (!parsed.success)
      return refuse("INTERNAL", `The server answered ${response.status} without a reason.`, requestId);
    const { error, meta } = parsed.data;
    return refuse(error.code, error.message, meta?.requestId ?? requestId);
  }
  try {
    return { ok: true, data: answer.parse(answerShape.parse(json).data) };
  } catch {
    return refuse(
      "INTERNAL",
      "The server’s answer could not be read. Reload the page to see what changed.",
      requestId,
    );
  }
}

function refuse(code: string, message: string, requestId: string | null = null): Refusal {
  return { ok: false, code, message, requestId };
}

function makeKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
