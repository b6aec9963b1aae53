import type { AccountContext } from "@/lib/platform/context";
import { database } from "@/lib/platform/db";
import { forbidden, invalidRequest } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/ids";
import { nudgeOutbox, recordOutbox } from "@/lib/platform/outbox";
import { mintApiKey, showApiKey } from "../access/api-key-format";
import { requireRoomForKey } from "../access/require-room-for-key";
import { insertApiKey } from "../api-keys-repository";
import { recordAudit } from "../audit/record-audit";
import { apiKeyCreated } from "../events";
import { type Permission, scopePermissions } from "../permissions";
import type { CreateApiKeyBody, CreatedApiKey } from "../schemas";

/**
 * Makes an API key for the account. The key is in the answer and nowhere else; the database keeps its hash.
 *
 * @throws DomainError FORBIDDEN when a scope would give more than the caller may do
 * @throws DomainError INVALID_REQUEST when the expiry is not in the future
 * @throws DomainError API_KEY_LIMIT when the account has as many as there can be
 */
export async function createApiKey(ctx: AccountContext, input: CreateApiKeyBody): Promise<CreatedApiKey> {
  const now = ctx.clock.now();
  const tooMuch = input.scopes.filter(
    (scope) => !ctx.permissions.has(scopePermissions[scope] satisfies Permission),
  );
  if (tooMuch.length > 0) {
    throw forbidden(
      `Your role does not include ${tooMuch.join(", ")}: choose scopes within your own rights.`,
    );
  }
  const expiresAt = input.expiresAt === null ? null : new Date(input.expiresAt);
  if (expiresAt && expiresAt <= now) {
    throw invalidRequest("expiresAt must lie in the future.", [
      { path: "expiresAt", message: "Lies in the past." },
    ]);
  }
  const { key, ...stored } = mintApiKey();
  const row = {
    id: newId(),
    accountId: ctx.account.id,
    createdBy: ctx.actor.kind === "person" ? ctx.actor.personId : null,
    name: input.name,
    ...stored,
    scopes: [...new Set(input.scopes)],
    expiresAt,
    createdAt: now,
  };
  await database().begin(async (tx) => {
    await requireRoomForKey(tx, ctx.account.id, now, "live");
    await insertApiKey(tx, row);
    await recordAudit(tx, ctx, {
      accountId: ctx.account.id,
      action: "api_key.created",
      targetKind: "api_key",
      targetId: row.id,
      after: { name: row.name, scopes: row.scopes, expiresAt: row.expiresAt },
    });
    await recordOutbox(tx, [{ name: apiKeyCreated.name, data: { apiKeyId: row.id } }]);
  });
  nudgeOutbox();
  return showApiKey(row, key);
}
