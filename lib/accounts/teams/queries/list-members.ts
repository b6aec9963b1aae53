import type { AccountContext } from "@/lib/platform/context";
import { database } from "@/lib/platform/db";
import { forbidden, invalidRequest } from "@/lib/platform/errors";
import { findRole, listMemberRows } from "../repository/members";
import { type MemberListQuery, type MemberPage, memberListQuery } from "../schemas";

/**
 * One page of the account's members, in the order in which they joined.
 *
 * @throws DomainError FORBIDDEN; INVALID_REQUEST when startingAfter is no member
 */
export async function listMembers(ctx: AccountContext, query: MemberListQuery = {}): Promise<MemberPage> {
  if (!ctx.permissions.has("members.read")) throw forbidden("The list of members needs members.read.");
  const { limit, startingAfter = null } = memberListQuery.parse(query);
  if (startingAfter && !(await findRole(database(), ctx.account.id, startingAfter))) {
    throw invalidRequest("startingAfter is no member of this account.", [
      { path: "startingAfter", message: "must be the personId of a member" },
    ]);
  }
  // One row more than asked for tells whether there is a next page.
  const rows = await listMemberRows(ctx.account.id, limit + 1, startingAfter);
  return {
    members: rows.slice(0, limit).map((row) => ({
      ...row,
      joinedAt: row.joinedAt.toISOString(),
      lastSeenAt: row.lastSeenAt?.toISOString() ?? null,
    })),
    hasMore: rows.length > limit,
  };
}
