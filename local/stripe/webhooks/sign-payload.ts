import { createHmac } from "node:crypto";

/**
 * The `Stripe-Signature` header, with a signature by each secret: HMAC-SHA256 of "<timestamp>.<payload>"
 * (https://docs.stripe.com/webhooks#verify-manually). The timestamp is wall time even when an event happened on a
 * test clock, because receivers compare it with their own clock.
 */
export function signPayload(
  payload: string,
  secrets: readonly string[],
  timestamp = Math.floor(Date.now() / 1000),
): string {
  const sign = (secret: string) =>
    createHmac("sha256", secret).update(`${timestamp}.${payload}`).digest("hex");
  return [`t=${timestamp}`, ...secrets.map((secret) => `v1=${sign(secret)}`)].join(",");
}
