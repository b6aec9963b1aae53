import type { AccountContext } from "@/lib/platform/context";
import { database } from "@/lib/platform/db";
import { conflict, forbidden } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/ids";
import { mintApiKey, showApiKey } from "../access/api-key-format";
import { forgetCredential } from "../access/credential-cache";
import { requireManageable } from "../access/require-manageable";
import { recordAudit } from "../audit/record-audit";
import { permissionsOfScopes } from "../permissions";
import { insertApiKey, lockApiKey, setApiKeyExpiry } from "../repository";
import type { CreatedApiKey } from "../schemas";

/** How long the old key still works, so that servers can be given the new one without an outage. */
const OVERLAP_HOURS = 24;

/**
 * Replaces a key by a new one of the same name and scopes. The old one works for another 24 hours, or until
 * its own earlier expiry.
 *
 * @throws DomainError NOT_FOUND when the key is not the caller's to manage, CONFLICT when it is no longer alive,
 * FORBIDDEN when it carries more than the caller may do by now
 */
export async function rotateApiKey(ctx: AccountContext, id: string): Promise<CreatedApiKey> {
  const now = ctx.clock.now();
  const { key, ...stored } = mintApiKey();
  const overlapEnds = new Date(now.getTime() + OVERLAP_HOURS * 3_600_000);
  const row = await database().begin(async (tx) => {
    const old = requireManageable(ctx, await lockApiKey(tx, ctx.account.id, id));
    if (old.revokedAt || (old.expiresAt && old.expiresAt <= now)) {
      throw conflict("This key no longer works, so it cannot be rotated. Create a new key instead.");
    }
    const tooMuch = [...permissionsOfScopes(old.scopes)].filter((needed) => !ctx.permissions.has(needed));
    if (tooMuch.length > 0) {
      throw forbidden(
        "This key carries more than your role includes by now. Revoke it, or ask an owner or admin to rotate it.",
      );
    }
    const successor = {
      id: newId(),
      accountId: ctx.account.id,
      createdBy: old.createdBy,
      name: old.name,
      ...stored,
      scopes: old.scopes,
      expiresAt: old.expiresAt,
      createdAt: now,
    };
    await insertApiKey(tx, successor);
    const oldEnds = old.expiresAt && old.expiresAt < overlapEnds ? old.expiresAt : overlapEnds;
    await setApiKeyExpiry(tx, id, oldEnds);
    await recordAudit(tx, ctx, {
      accountId: ctx.account.id,
      action: "api_key.rotated",
      targetKind: "api_key",
      targetId: id,
      after: { successorId: successor.id, oldKeyExpiresAt: oldEnds },
    });
    return successor;
  });
  forgetCredential(id);
  return showApiKey(row, key);
}
