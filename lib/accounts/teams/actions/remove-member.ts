import type { AccountContext } from "@/lib/platform/context";
import { database } from "@/lib/platform/db";
import { nudgeOutbox } from "@/lib/platform/outbox";
import { forgetAccountCredentials } from "../../access/credential-cache";
import { openTeam } from "../access/open-team";
import { requireMayManage } from "../access/require-may-manage";
import { memberNotFound } from "../errors";
import { findRole } from "../repository/members";
import type { RemovedMember } from "../schemas";
import { endMembership } from "./end-membership";

/**
 * Removes a member. They lose access with their next request, and the API keys they made here stop working at once.
 *
 * @throws DomainError NOT_FOUND, FORBIDDEN (owners are an owner's to remove), LAST_OWNER, PERSONAL_ACCOUNT
 */
export async function removeMember(ctx: AccountContext, personId: string): Promise<RemovedMember> {
  const revokedApiKeys = await database().begin(async (tx) => {
    const opened = await openTeam(tx, ctx);
    const role = await findRole(tx, opened.team.id, personId);
    if (!role) throw memberNotFound();
    requireMayManage(opened.actorRole, [role]);
    return endMembership(tx, ctx, opened, { personId, role });
  });
  forgetAccountCredentials(ctx.account.id);
  nudgeOutbox();
  return { personId, revokedApiKeys };
}
