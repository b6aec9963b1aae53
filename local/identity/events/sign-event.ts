import { createHmac } from "node:crypto";

/**
 * The headers of a delivery, as Svix signs for Clerk: HMAC-SHA256 of "<id>.<timestamp>.<body>" under the secret's
 * bytes, which follow `whsec_` in base 64 (https://docs.svix.com/receiving/verifying-payloads/how-manual).
 */
export function signEvent(
  id: string,
  body: string,
  secret: string,
  timestamp = Math.floor(Date.now() / 1000),
): Record<string, string> {
  const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
  const signature = createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64");
  return {
    "svix-id": id,
    "svix-timestamp": String(timestamp),
    "svix-signature": `v1,${signature}`,
  };
}
