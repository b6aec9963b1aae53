import { createHash, timingSafeEqual } from "node:crypto";

/** The secret part of a signing key: `signkey-prod-ab12` becomes `ab12`. */
export function stripSigningKeyPrefix(signingKey: string): string {
  return signingKey.replace(/^signkey-\w+-/, "");
}

/**
 * The form of a signing key the SDK sends as a bearer token: prefix kept, secret hashed as hex bytes.
 * Source: `hashSigningKey` of the SDK.
 */
export function hashSigningKey(signingKey: string): string {
  const prefix = /^signkey-\w+-/.exec(signingKey)?.[0] ?? "";
  const digest = createHash("sha256").update(Buffer.from(stripSigningKeyPrefix(signingKey), "hex"));
  return `${prefix}${digest.digest("hex")}`;
}

/** Compares two secrets without telling by its duration where they differ. */
export function isSameSecret(given: string, expected: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
