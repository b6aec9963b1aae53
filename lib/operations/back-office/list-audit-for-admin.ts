import { describeAuditAction, listAllAuditEntries, recordAudit } from "@/lib/accounts";
import type { Context } from "@/lib/platform/context";
import { database } from "@/lib/platform/db";
import { DomainError } from "@/lib/platform/errors";
import { findVisit, listAccountNames, listOpenVisits } from "./repository";
import { requireAdminPerson } from "./require-admin";
import { type AdminAuditPage, type AdminAuditQuery, adminAuditQuery } from "./schemas";

/**
 * One page of the audit log over every account and the installation, or of one account. That something happened
 * is always shown; what was in it and where it came from only of the installation's own entries and of accounts
 * for which the admin has said why they look. Who looked is in the log itself.
 *
 * @throws DomainError REASON_REQUIRED for an account that the admin has not opened; INVALID_REQUEST for a cursor
 * that is no entry
 */
export async function listAuditForAdmin(ctx: Context, query: AdminAuditQuery = {}): Promise<AdminAuditPage> {
  const personId = requireAdminPerson(ctx);
  const { accountId, ...rest } = adminAuditQuery.parse(query);
  const now = ctx.clock.now();
  if (accountId && !(await findVisit(accountId, personId, now))) {
    throw new DomainError(
      403,
      "REASON_REQUIRED",
      "Say first why you open this account; its owner can read it.",
    );
  }
  const { records, hasMore } = await listAllAuditEntries({ ...rest, accountId });
  await recordAudit(database(), ctx, {
    accountId: accountId ?? null,
    action: "audit_log.viewed_by_admin",
    targetKind: "person",
    targetId: personId,
    after: { entries: records.length },
  });
  const accountIds = new Set(records.flatMap((record) => record.accountId ?? []));
  const [visits, names] = await Promise.all([
    listOpenVisits(personId, now),
    listAccountNames([...accountIds]),
  ]);
  const opened = new Set<string | null>([null, ...visits]);
  const entries = records.map((record) => {
    const { before, after, ip, requestId, actorKind, actorId, targetKind, targetId, ...entry } = record;
    const isOpen = opened.has(record.accountId);
    return {
      ...entry,
      accountName: record.accountId ? (names.get(record.accountId) ?? null) : null,
      label: describeAuditAction(record.action),
      actor: { kind: actorKind, id: actorId },
      target: { kind: targetKind, id: targetId },
      details: isOpen ? { before, after, ip, requestId } : null,
    };
  });
  return { entries, hasMore };
}
