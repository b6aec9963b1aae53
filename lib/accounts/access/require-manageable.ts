import type { AccountContext } from "@/lib/platform/context";
import { notFound } from "@/lib/platform/errors";
import type { StoredApiKey } from "../api-keys-repository";

/**
 * A key that the caller may manage: their own, or any with `api_keys.manage`.
 *
 * @throws DomainError NOT_FOUND otherwise, so that nobody learns of keys that are not theirs
 */
export function requireManageable(ctx: AccountContext, key: StoredApiKey | null): StoredApiKey {
  const own = ctx.actor.kind === "person" && key?.createdBy === ctx.actor.personId;
  if (!key || !(own || ctx.permissions.has("api_keys.manage"))) throw notFound("The API key");
  return key;
}
