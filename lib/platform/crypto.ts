import { createHash, createHmac, randomBytes, timingSafeEqual } from "node:crypto";

const BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/**
 * A random secret in base 62, drawn without modulo bias.
 *
 * @param length characters; 32 carry 190 bits
 */
export function randomSecret(length: number): string {
  let secret = "";
  while (secret.length < length) {
    for (const byte of randomBytes(length)) {
      // 248 is the largest multiple of 62 in a byte: larger values would favour the first letters.
      if (byte < 248 && secret.length < length) secret += BASE62[byte % 62];
    }
  }
  return secret;
}

/** HMAC-SHA-256 of a key with the installation's pepper: what is stored instead of the key. 32 bytes. */
export function hashSecret(secret: string, pepper: string): Buffer {
  return createHmac("sha256", Buffer.from(pepper, "hex")).update(secret).digest();
}

/** SHA-256 of a value's bytes. */
export function sha256(value: string | Buffer): Buffer {
  return createHash("sha256").update(value).digest();
}

/** Compares two strings in time that does not depend on where they differ. */
export function equalsConstantTime(left: string, right: string): boolean {
  return timingSafeEqual(sha256(left), sha256(right));
}
