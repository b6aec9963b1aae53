/** How long after proving who they are a person may do what asks for a recent sign-in. */
export const RECENT_SIGN_IN_MINUTES = 10;

/** Codes of docs/api; `string` because a domain may name its own 422 rule, such as ACTIVATION_LIMIT. */
export type ErrorCode =
  | "INVALID_REQUEST"
  | "UNAUTHENTICATED"
  | "FORBIDDEN"
  | "REVERIFICATION_REQUIRED"
  | "LIMIT_REACHED"
  | "NO_ACCESS"
  | "NOT_FOUND"
  | "TIMEOUT"
  | "CONFLICT"
  | "TOO_LARGE"
  | "UNSUPPORTED_MEDIA_TYPE"
  | "RATE_LIMITED"
  | "INTERNAL"
  | "PROVIDER_UNAVAILABLE"
  | (string & {});

export interface Issue {
  readonly path: string;
  readonly message: string;
}

/**
 * A refusal that the caller is meant to see. It never pages anyone; everything else that is thrown does.
 * `details` is sent beside code and message, so it holds nothing secret.
 */
export class DomainError extends Error {
  override readonly name = "DomainError";
  constructor(
    readonly status: number,
    readonly code: ErrorCode,
    message: string,
    readonly details: Readonly<Record<string, unknown>> = {},
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }
}

type Details = Readonly<Record<string, unknown>>;

/** 400: body, query or path does not fit its schema. */
export const invalidRequest = (message: string, issues: readonly Issue[] = []): DomainError =>
  new DomainError(400, "INVALID_REQUEST", message, issues.length > 0 ? { issues } : {});
/** 401: no credential, or one that is wrong, expired or revoked. */
export const unauthenticated = (
  message = "Sign in, or send an API key as Authorization: Bearer mh_live_...",
): DomainError => new DomainError(401, "UNAUTHENTICATED", message);
/** 403: known caller whose role or scope is too low. */
export const forbidden = (message: string, details: Details = {}): DomainError =>
  new DomainError(403, "FORBIDDEN", message, details);
/** 403: known caller who proved too long ago that it is them; the same call passes once they have done it again. */
export const reverificationRequired = (): DomainError =>
  new DomainError(
    403,
    "REVERIFICATION_REQUIRED",
    `Confirm it is you first: you last did so more than ${RECENT_SIGN_IN_MINUTES} minutes ago. Nothing was changed.`,
    { afterMinutes: RECENT_SIGN_IN_MINUTES },
  );
/** 403: the quota is spent; callers must not retry before `resetsAt`. */
export const limitReached = (message: string, details: Details): DomainError =>
  new DomainError(403, "LIMIT_REACHED", message, details);
/** 403: the plan does not include it, or it ended. */
export const noAccess = (message: string, details: Details = {}): DomainError =>
  new DomainError(403, "NO_ACCESS", message, { reason: "no_subscription", ...details });
/** 404: absent, or not the caller's to know of. */
export const notFound = (what: string): DomainError =>
  new DomainError(404, "NOT_FOUND", `${what} was not found.`);
/** 408: our own deadline passed. */
export const timedOut = (message: string): DomainError => new DomainError(408, "TIMEOUT", message);
/** 409: it collides with what is already so. */
export const conflict = (message: string, details: Details = {}): DomainError =>
  new DomainError(409, "CONFLICT", message, details);
/** 413: the body is larger than the route takes; `limitBytes` says how large it may be. */
export const tooLarge = (limitBytes: number): DomainError =>
  new DomainError(413, "TOO_LARGE", `The body is larger than ${limitBytes} bytes.`, { limitBytes });
/** 415: the body is no JSON by its own account, or compressed. */
export const unsupportedMediaType = (message: string): DomainError =>
  new DomainError(415, "UNSUPPORTED_MEDIA_TYPE", message);
/** 422: a rule of the domain refuses, named by its code. */
export const refused = (code: string, message: string, details: Details = {}): DomainError =>
  new DomainError(422, code, message, details);
/** 429: too many requests; `retryAfterSeconds` goes into Retry-After. */
export const rateLimited = (message: string, retryAfterSeconds: number): DomainError =>
  new DomainError(
    429,
    "RATE_LIMITED",
    message,
    { retryAfterSeconds },
    { "retry-after": String(retryAfterSeconds) },
  );
/** 503: the provider is down and no stored answer serves. */
export const providerUnavailable = (message: string, retryAfterSeconds = 10): DomainError =>
  new DomainError(503, "PROVIDER_UNAVAILABLE", message, {}, { "retry-after": String(retryAfterSeconds) });
