import { hashSecret, randomSecret } from "@/lib/platform/crypto";
import { env } from "@/lib/platform/env";
import type { NewApiKey } from "../api-keys-repository";
import type { CreatedApiKey } from "../schemas";

const KEY_PREFIX = "mh_live_";
/** Base 62: 190 bits of randomness. */
const SECRET_LENGTH = 32;
const SHOWN_LENGTH = KEY_PREFIX.length + 4;
const FORMAT = new RegExp(`^${KEY_PREFIX}[0-9A-Za-z]{${SECRET_LENGTH}}$`);

/** Whether a text has the form of an API key, so that nothing else is looked up. */
export const isApiKeyFormat = (text: string): boolean => FORMAT.test(text);

export interface MintedApiKey {
  /** The secret itself: goes into the answer and nowhere else. */
  readonly key: string;
  readonly prefix: string;
  readonly keyHash: Buffer;
}

/** A new API key with what is stored of it. */
export function mintApiKey(): MintedApiKey {
  const key = KEY_PREFIX + randomSecret(SECRET_LENGTH);
  return { key, prefix: key.slice(0, SHOWN_LENGTH), keyHash: hashSecret(key, env().keyPepper) };
}

/** The one answer that shows a key. */
export function showApiKey(row: NewApiKey, key: string): CreatedApiKey {
  return {
    id: row.id,
    name: row.name,
    key,
    prefix: row.prefix,
    scopes: [...row.scopes],
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt?.toISOString() ?? null,
  };
}
