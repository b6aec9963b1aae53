import { recordAudit } from "@/lib/accounts";
import type { Context } from "@/lib/platform/context";
import { database } from "@/lib/platform/db";
import { notFound } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/ids";
import { findAccountFacts, insertVisit } from "./repository";
import { requireAdminPerson } from "./require-admin";
import type { AdminVisit, OpenVisitBody } from "./schemas";

/** How long a reason holds; then the admin is asked again. */
const VISIT_MS = 60 * 60_000;

/**
 * Says why a platform admin opens an account, for an hour. The reason goes into the account's own audit log, where
 * its owner reads it.
 *
 * @throws DomainError NOT_FOUND
 */
export async function openAccountVisit(
  ctx: Context,
  accountId: string,
  { reason }: OpenVisitBody,
): Promise<AdminVisit> {
  const personId = requireAdminPerson(ctx);
  const openedAt = ctx.clock.now();
  const visit = { id: newId(), reason, openedAt, endsAt: new Date(openedAt.getTime() + VISIT_MS) };
  await database().begin(async (tx) => {
    if (!(await findAccountFacts(accountId, tx))) throw notFound("The account");
    await insertVisit(tx, { ...visit, accountId, personId });
    await recordAudit(tx, ctx, {
      accountId,
      action: "account.opened_by_admin",
      targetKind: "account",
      targetId: accountId,
      after: { visitId: visit.id, reason, endsAt: visit.endsAt },
    });
  });
  return { ...visit, openedAt: openedAt.toISOString(), endsAt: visit.endsAt.toISOString() };
}
