import { stack } from "../../../support/stack";

/** Who calls: a browser's cookie, an API key, or nobody. */
export interface Credential {
  readonly cookie?: string;
  readonly key?: string;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** The parsed envelope; null when the answer is no JSON. */
  readonly body: Envelope | null;
  readonly text: string;
}

export interface Envelope {
  readonly data?: unknown;
  readonly error?: {
    readonly code: string;
    readonly message: string;
    readonly issues?: readonly { readonly path: string; readonly message: string }[];
    readonly [detail: string]: unknown;
  };
  readonly meta?: { readonly requestId?: string };
}

export interface Call extends Credential {
  readonly method: string;
  readonly path: string;
  /** Sent as JSON. */
  readonly json?: unknown;
  /** Sent as it is. */
  readonly raw?: string | Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Calls the running app over HTTP. Redirects are answers, never followed. */
export async function call({ method, path, json, raw, cookie, key, headers = {} }: Call): Promise<Answer> {
  const body = raw ?? (json === undefined ? undefined : JSON.stringify(json));
  const response = await fetch(new URL(path, stack.urls.app), {
    method,
    redirect: "manual",
    headers: {
      ...(body !== undefined && { "content-type": "application/json" }),
      ...(cookie !== undefined && { cookie }),
      ...(key !== undefined && { authorization: `Bearer ${key}` }),
      ...headers,
    },
    ...(body !== undefined && { body: body as BodyInit }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: parse(text), text };
}

function parse(text: string): Envelope | null {
  try {
    return JSON.parse(text) as Envelope;
  } catch {
    // A page, or nothing at all: what the caller asserts on is the status and the text.
    return null;
  }
}

export const get = (path: string, credential: Credential = {}): Promise<Answer> =>
  call({ method: "GET", path, ...credential });

export const post = (
  path: string,
  json: unknown,
  credential: Credential = {},
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> => call({ method: "POST", path, json, ...credential, headers });

/**
 * The data of an answer that must have succeeded.
 * @throws with status and body when it did not
 */
export function dataOf<T>(answer: Answer): T {
  if (answer.status >= 300 || answer.body?.data === undefined) {
    throw new Error(`Expected success, got ${answer.status}: ${answer.text.slice(0, 500)}`);
  }
  return answer.body.data as T;
}
