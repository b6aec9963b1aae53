import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from "node:crypto";

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

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** The key for stored answers, apart from the one that hashes API keys (RFC 5869). */
const sealingKey = (pepper: string): Buffer =>
  Buffer.from(hkdfSync("sha256", Buffer.from(pepper, "hex"), "", "meterhouse stored answer", 32));

/** Encrypts a value as JSON with AES-256-GCM, for what must be stored and holds a secret. Base64. */
export function sealJson(value: unknown, pepper: string): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv("aes-256-gcm", sealingKey(pepper), nonce);
  const sealed = Buffer.concat([cipher.update(JSON.stringify(value), "utf8"), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString("base64");
}

/**
 * Opens what {@link sealJson} sealed.
 *
 * @throws Error when it was sealed under another pepper, or changed
 */
export function openJson(sealed: string, pepper: string): unknown {
  const bytes = Buffer.from(sealed, "base64");
  const decipher = createDecipheriv("aes-256-gcm", sealingKey(pepper), bytes.subarray(0, NONCE_BYTES));
  decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
  const opened = Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]);
  return JSON.parse(opened.toString("utf8"));
}
