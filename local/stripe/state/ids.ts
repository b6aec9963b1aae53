import { randomFillSync } from "node:crypto";

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const pool = Buffer.alloc(4096);
let used = pool.length;

/** Random text of letters and digits; used for ids and secrets. */
export function randomText(length: number): string {
  let text = "";
  while (text.length < length) {
    if (used >= pool.length) {
      randomFillSync(pool);
      used = 0;
    }
    const byte = (pool[used++] ?? 0) & 63;
    // 62 and 63 are thrown away: every character is equally likely
    if (byte < 62) text += ALPHABET[byte];
  }
  return text;
}

/** An id that looks like Stripe's: `sub_1Pq…` with 24 characters after the prefix, `cus_…` and `prod_…` with 14. */
export function newStripeId(prefix: string): string {
  if (prefix === "cus" || prefix === "prod" || prefix === "ue") return `${prefix}_${randomText(14)}`;
  if (prefix === "pi" || prefix === "ch" || prefix === "re") return `${prefix}_3${randomText(23)}`;
  if (prefix === "cs") return `cs_test_a1${randomText(56)}`;
  if (prefix === "bps" || prefix === "bpc" || prefix === "evt") return `${prefix}_1${randomText(23)}`;
  return `${prefix}_1${randomText(23)}`;
}
