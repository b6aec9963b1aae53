import { createHmac } from "node:crypto";
import canonicalize from "canonicalize";
import { isSameSecret, stripSigningKeyPrefix } from "./keys";

const TOLERANCE_SECONDS = 5 * 60;

function computeSignature(content: string, timestamp: string, signingKey: string): string {
  return createHmac("sha256", stripSigningKeyPrefix(signingKey))
    .update(content)
    .update(timestamp)
    .digest("hex");
}

/**
 * The body with every lone surrogate (half of an emoji cut in two) replaced by U+FFFD, as the hosted service does.
 * Canonical JSON does not exist for such text, so it could not be signed.
 */
export function makeWellFormed<T>(body: T): T {
  try {
    canonicalize(body);
    return body;
  } catch {
    const repair = (_key: string, value: unknown) =>
      typeof value === "string" ? value.toWellFormed() : value;
    return JSON.parse(JSON.stringify(body), repair) as T;
  }
}

/**
 * Signs a JSON body as the SDK expects it in `x-inngest-signature`: HMAC-SHA256 over the canonical JSON (JCS)
 * followed by the Unix seconds.
 */
export function signBody(body: unknown, signingKey: string, nowMs: number): string {
  const timestamp = Math.floor(nowMs / 1000).toString();
  return `t=${timestamp}&s=${computeSignature(canonicalize(body) ?? "", timestamp, signingKey)}`;
}

/**
 * Checks the signature the SDK puts on an answer. Answers are signed over their raw text, not its canonical form.
 * Returns the reason for refusal, or null when the signature holds.
 */
export function findAnswerSignatureFault(
  header: string | undefined,
  rawBody: string,
  signingKey: string,
  nowMs: number,
): string | null {
  if (!header) return "the answer carries no signature; is INNGEST_DEV=0 set in the app?";
  const fields = new URLSearchParams(header);
  const timestamp = fields.get("t") ?? "";
  const ageSeconds = Math.abs(nowMs / 1000 - Number(timestamp));
  if (!/^\d+$/.test(timestamp) || ageSeconds > TOLERANCE_SECONDS) {
    return "the answer's signature is older than five minutes";
  }
  const isGenuine = isSameSecret(fields.get("s") ?? "", computeSignature(rawBody, timestamp, signingKey));
  return isGenuine ? null : "the answer's signature was made with another signing key";
}
