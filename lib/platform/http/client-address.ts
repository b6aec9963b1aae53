import { isIP } from "node:net";

/**
 * The caller's address. X-Forwarded-For is believed only as far as our own proxies wrote it: with n trusted
 * hops it is the nth entry from the right. Whatever stands further left was sent by the caller.
 */
export function clientAddress(headers: Headers, trustedHops: number): string | null {
  if (trustedHops === 0) return null;
  const entries = (headers.get("x-forwarded-for") ?? "").split(",").map((entry) => entry.trim());
  const address = entries.at(-trustedHops) ?? "";
  return isIP(address) ? address : null;
}
