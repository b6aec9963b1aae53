import type { AccountContext } from "@/lib/platform/context";
import { database } from "@/lib/platform/db";
import { forgetCredential } from "../access/credential-cache";
import { requireManageable } from "../access/require-manageable";
import { lockApiKey, setApiKeyRevoked } from "../api-keys-repository";
import { recordAudit } from "../audit/record-audit";

/**
 * Ends an API key at once. Revoking a revoked key changes nothing.
 *
 * @throws DomainError NOT_FOUND when the key is not the account's, or not the caller's to manage
 */
export async function revokeApiKey(
  ctx: AccountContext,
  id: string,
): Promise<{ id: string; revokedAt: string }> {
  const now = ctx.clock.now();
  const revokedAt = await database().begin(async (tx) => {
    const key = requireManageable(ctx, await lockApiKey(tx, ctx.account.id, id));
    if (key.revokedAt) return key.revokedAt;
    await setApiKeyRevoked(tx, id, now, ctx.actor.kind === "person" ? ctx.actor.personId : null);
    await recordAudit(tx, ctx, {
      accountId: ctx.account.id,
      action: "api_key.revoked",
      targetKind: "api_key",
      targetId: id,
      before: { name: key.name },
    });
    return now;
  });
  forgetCredential(id);
  return { id, revokedAt: revokedAt.toISOString() };
}
