import type { AccountContext } from "@/lib/platform/context";
import { database } from "@/lib/platform/db";
import { conflict, forbidden } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/ids";
import { mintApiKey, showApiKey } from "../access/api-key-format";
import { forgetCredential } from "../access/credential-cache";
import { requireManageable } from "../access/require-manageable";
import { requireRoomForKey } from "../access/require-room-for-key";
import {
  insertApiKey,
  lockApiKey,
  type StoredApiKey,
  setApiKeyRevoked,
  setApiKeySuccessor,
} from "../api-keys-repository";
import { recordAudit } from "../audit/record-audit";
import { permissionsOfScopes } from "../permissions";
import type { CreatedApiKey, RotateApiKeyBody } from "../schemas";

/**
 * Replaces a key by a new one of the same name and scopes. The old one works for as long as was asked, or until
 * its own earlier expiry; without overlap it is revoked at once.
 *
 * @throws DomainError NOT_FOUND when the key is not the caller's to manage, CONFLICT when it is no longer alive or
 * was replaced before, FORBIDDEN when it carries more than the caller may do by now, API_KEY_LIMIT when too many
 * replaced keys still work
 */
export async function rotateApiKey(
  ctx: AccountContext,
  id: string,
  { overlapHours }: RotateApiKeyBody,
): Promise<CreatedApiKey> {
  const now = ctx.clock.now();
  const { key, ...stored } = mintApiKey();
  const row = await database().begin(async (tx) => {
    if (overlapHours > 0) await requireRoomForKey(tx, ctx.account.id, now, "replaced");
    const old = requireManageable(ctx, await lockApiKey(tx, ctx.account.id, id));
    requireRotatable(ctx, old, now);
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
    const oldEnds = earlier(old.expiresAt, new Date(now.getTime() + overlapHours * 3_600_000));
    await setApiKeySuccessor(tx, id, successor.id, oldEnds);
    if (overlapHours === 0) {
      await setApiKeyRevoked(tx, id, now, ctx.actor.kind === "person" ? ctx.actor.personId : null);
    }
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

function requireRotatable(ctx: AccountContext, old: StoredApiKey, now: Date): void {
  if (old.revokedAt || (old.expiresAt && old.expiresAt <= now)) {
    throw conflict("This key no longer works, so it cannot be rotated. Create a new key instead.");
  }
  if (old.successorId) {
    throw conflict("This key was replaced already. Rotate the key that replaced it.");
  }
  if ([...permissionsOfScopes(old.scopes)].some((needed) => !ctx.permissions.has(needed))) {
    throw forbidden(
      "This key carries more than your role includes by now. Revoke it, or ask an owner or admin to rotate it.",
    );
  }
}

const earlier = (own: Date | null, ends: Date): Date => (own && own < ends ? own : ends);
