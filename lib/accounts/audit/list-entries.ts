import type { AccountContext } from "@/lib/platform/context";
import { forbidden, invalidRequest, notFound } from "@/lib/platform/errors";
import {
  type AuditRecord,
  type EntryQuery,
  findEntryRow,
  findPosition,
  listEntryRows,
} from "./entries-repository";
import { type AuditQuery, auditQuery } from "./schemas";

export interface RecordPage {
  readonly records: readonly AuditRecord[];
  readonly hasMore: boolean;
}

/**
 * One page of the account's audit log, newest first.
 *
 * @throws DomainError FORBIDDEN; INVALID_REQUEST when startingAfter is no entry of the account
 */
export async function listAuditEntries(ctx: AccountContext, query: AuditQuery = {}): Promise<RecordPage> {
  if (!ctx.permissions.has("audit.read")) throw forbidden("The audit log needs audit.read.");
  const { limit, startingAfter, ...filters } = auditQuery.parse(query);
  return await readPage({ accountId: ctx.account.id, filters }, limit, startingAfter);
}

/** The same over every account and the installation. Whoever calls it has made sure that staff asks. */
export async function listAllAuditEntries(
  query: AuditQuery & { readonly accountId?: string | undefined } = {},
): Promise<RecordPage> {
  const { accountId, ...rest } = query;
  const { limit, startingAfter, ...filters } = auditQuery.parse(rest);
  return await readPage({ ...(accountId && { accountId }), filters }, limit, startingAfter);
}

/** @throws DomainError INVALID_REQUEST when startingAfter is no entry in sight */
export async function readPage(
  query: Omit<EntryQuery, "after" | "limit">,
  limit: number,
  startingAfter: string | undefined,
): Promise<RecordPage> {
  const after = startingAfter === undefined ? null : await findPosition(startingAfter, query.accountId);
  if (startingAfter !== undefined && !after) throw unknownCursor();
  // One row more than asked for tells whether there is a next page.
  const rows = await listEntryRows({ ...query, after, limit: limit + 1 });
  return { records: rows.slice(0, limit), hasMore: rows.length > limit };
}

export const unknownCursor = () =>
  invalidRequest("startingAfter is no entry of this list.", [
    { path: "startingAfter", message: "must be the id of an entry" },
  ]);

/** @throws DomainError FORBIDDEN; NOT_FOUND when the account has no such entry */
export async function getAuditEntry(ctx: AccountContext, id: string): Promise<AuditRecord> {
  if (!ctx.permissions.has("audit.read")) throw forbidden("The audit log needs audit.read.");
  const found = await findEntryRow(id, ctx.account.id);
  if (!found) throw notFound("The entry");
  return found;
}
