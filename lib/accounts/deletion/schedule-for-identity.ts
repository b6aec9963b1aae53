import type { AccountContext, Context } from "@/lib/platform/context";
import { database } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { newId } from "@/lib/platform/ids";
import { computeDueAt } from "./compute-due-at";
import type { BillingPort } from "./ports";
import { findOpenDeletion, findUnerasedPerson, insertDeletion } from "./repository/deletions";

export interface Scheduled {
  readonly deletionId: string | null;
  readonly reason: string;
}

/**
 * Follows the identity provider, which has deleted a person: they cannot sign in to undo anything, so the deletion
 * of what is left of them, and of their personal account, is due at once.
 */
export async function schedulePersonForIdentity(
  ctx: Context,
  { personId, accountId }: { readonly personId: string; readonly accountId: string },
): Promise<Scheduled> {
  if (!(await findUnerasedPerson(personId))) {
    return { deletionId: null, reason: "erased already" };
  }
  const now = ctx.clock.now();
  const row = await insertDeletion(database(), {
    id: newId(),
    subject: "person",
    accountId,
    personId,
    requestedBy: null,
    requestedAt: now,
    dueAt: now,
  });
  return row
    ? { deletionId: row.id, reason: "due now" }
    : { deletionId: null, reason: "a deletion is open already" };
}

/**
 * Follows the identity provider, which has deleted an organization: nobody gets in any more, so nothing may renew.
 * The data stays for the grace period.
 *
 * @throws DomainError PROVIDER_UNAVAILABLE while billing cannot be stopped: nothing was scheduled, try again
 */
export async function scheduleAccountForIdentity(
  ctx: AccountContext,
  billing: BillingPort,
): Promise<Scheduled> {
  const accountId = ctx.account.id;
  if (await findOpenDeletion(accountId)) return { deletionId: null, reason: "a deletion is open already" };
  const id = newId();
  const requestedAt = ctx.clock.now();
  const row = await billing.stopRenewals(ctx, id, () =>
    insertDeletion(database(), {
      id,
      subject: "account",
      accountId,
      personId: null,
      requestedBy: null,
      requestedAt,
      dueAt: computeDueAt(requestedAt, env().operations.deletionGraceDays),
    }),
  );
  return row
    ? { deletionId: row.id, reason: `due at ${row.dueAt.toISOString()}` }
    : { deletionId: null, reason: "a deletion is open already" };
}
