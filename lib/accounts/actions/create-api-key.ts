import type { AccountContext } from "@/lib/platform/context";
import { hashSecret, randomSecret } from "@/lib/platform/crypto";
import { database } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { forbidden, invalidRequest } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/ids";
import { recordAudit } from "../audit/record-audit";
import { type Permission, scopePermissions } from "../permissions";
import { insertApiKey } from "../repository";
import type { CreateApiKeyBody, CreatedApiKey } from "../schemas";

const KEY_PREFIX = "mh_live_";
/** Base 62: 190 bits of randomness. */
const SECRET_LENGTH = 32;
const SHOWN_LENGTH = KEY_PREFIX.length + 4;

/**
 * Makes an API key for the account. The key is in the answer and nowhere else; the database keeps its hash.
 *
 * @throws DomainError FORBIDDEN when a scope would give more than the caller may do
 * @throws DomainError INVALID_REQUEST when the expiry is not in the future
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
  const key = KEY_PREFIX + randomSecret(SECRET_LENGTH);
  const row = {
    id: newId(),
    accountId: ctx.account.id,
    createdBy: ctx.actor.kind === "person" ? ctx.actor.personId : null,
    name: input.name,
    prefix: key.slice(0, SHOWN_LENGTH),
    keyHash: hashSecret(key, env().keyPepper),
    scopes: [...new Set(input.scopes)],
    expiresAt,
    createdAt: now,
  };
  await database().begin(async (tx) => {
    await insertApiKey(tx, row);
    await recordAudit(tx, ctx, {
      accountId: ctx.account.id,
      action: "api_key.created",
      targetKind: "api_key",
      targetId: row.id,
      after: { name: row.name, scopes: row.scopes, expiresAt: row.expiresAt },
    });
  });
  return {
    id: row.id,
    name: row.name,
    key,
    prefix: row.prefix,
    scopes: row.scopes,
    createdAt: now.toISOString(),
    expiresAt: expiresAt?.toISOString() ?? null,
  };
}
