import type { Queryable } from "@/lib/platform/db";
import { refused } from "@/lib/platform/errors";
import { type ApiKeyCounts, countApiKeysAlone } from "../api-keys-repository";
import { API_KEYS_MOST } from "../schemas";

/**
 * Makes sure that the account may have one more key of a sort, and that nobody else takes the place meanwhile:
 * keys of one account are made one after the other until the transaction ends. Replaced keys that work on for a
 * while are counted apart, so that a full account can still rotate.
 *
 * @throws DomainError API_KEY_LIMIT (422)
 */
export async function requireRoomForKey(
  tx: Queryable,
  accountId: string,
  at: Date,
  sort: keyof ApiKeyCounts,
): Promise<void> {
  const counts = await countApiKeysAlone(tx, accountId, at);
  if (counts[sort] < API_KEYS_MOST) return;
  throw refused(
    "API_KEY_LIMIT",
    sort === "live"
      ? `This account has ${API_KEYS_MOST} live API keys, the most there can be. Revoke one first.`
      : `${API_KEYS_MOST} replaced keys of this account still work. Revoke one of them first, or rotate without overlap.`,
    { limit: API_KEYS_MOST },
  );
}
