import type { AccountContext } from "@/lib/platform/context";
import { database } from "@/lib/platform/db";
import { forbidden, invalidRequest } from "@/lib/platform/errors";
import { findInvitation, type ListedInvitation, listWaitingInvitations } from "../repository/invitations";
import {
  type Invitation,
  type InvitationListQuery,
  type InvitationPage,
  invitationListQuery,
} from "../schemas";

/**
 * One page of the invitations that wait, newest first; expired ones stay until they are sent again or revoked.
 *
 * @throws DomainError FORBIDDEN; INVALID_REQUEST when startingAfter is none of them
 */
export async function listInvitations(
  ctx: AccountContext,
  query: InvitationListQuery = {},
): Promise<InvitationPage> {
  if (!ctx.permissions.has("members.manage")) throw forbidden("The invitations need members.manage.");
  const { limit, startingAfter = null } = invitationListQuery.parse(query);
  if (startingAfter && !(await findInvitation(database(), ctx.account.id, startingAfter))) {
    throw invalidRequest("startingAfter is no invitation of this account.", [
      { path: "startingAfter", message: "must be the id of an invitation" },
    ]);
  }
  // One row more than asked for tells whether there is a next page.
  const rows = await listWaitingInvitations(ctx.account.id, limit + 1, startingAfter);
  const now = ctx.clock.now();
  return {
    invitations: rows.slice(0, limit).map((row) => toInvitation(row, now)),
    hasMore: rows.length > limit,
  };
}

function toInvitation(row: ListedInvitation, now: Date): Invitation {
  return {
    id: row.id,
    email: row.email,
    role: row.role,
    state: row.expiresAt <= now ? "expired" : "open",
    invitedBy: row.invitedBy,
    invitedByName: row.invitedByName,
    sentAt: row.sentAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
  };
}
