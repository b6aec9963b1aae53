import type { LiveApiKey } from "../api-keys-repository";

/**
 * How long a process believes a key without asking again. Writing paths do not depend on it: they check in
 * their own statement that the key is alive.
 */
const BELIEVE_MS = 5_000;
const MOST_ENTRIES = 10_000;

interface Entry {
  readonly key: LiveApiKey;
  readonly requestsAnHour: number;
  readonly until: number;
}

const entries = new Map<string, Entry>();

/** A key this process has looked up within the last seconds, by the hex of its hash. */
export function recallCredential(hashHex: string, nowMs: number): Entry | null {
  const entry = entries.get(hashHex);
  if (!entry) return null;
  if (entry.until > nowMs) return entry;
  entries.delete(hashHex);
  return null;
}

export function rememberCredential(
  hashHex: string,
  key: LiveApiKey,
  requestsAnHour: number,
  nowMs: number,
): void {
  if (entries.size >= MOST_ENTRIES) entries.clear();
  entries.set(hashHex, { key, requestsAnHour, until: nowMs + BELIEVE_MS });
}

/** Drops a key that was changed in this process, so that the change holds from the next request. */
export function forgetCredential(apiKeyId: string): void {
  for (const [hash, entry] of entries) if (entry.key.id === apiKeyId) entries.delete(hash);
}

/** Drops every key of an account whose members changed in this process: what a key carries depends on its maker. */
export function forgetAccountCredentials(accountId: string): void {
  for (const [hash, entry] of entries) if (entry.key.accountId === accountId) entries.delete(hash);
}
