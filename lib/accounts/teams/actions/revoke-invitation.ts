import type { AccountContext } from "@/lib/platform/context";
import { database } from "@/lib/platform/db";
import { recordAudit } from "../../audit/record-audit";
import { openTeam } from "../access/open-team";
import { requireMayManage } from "../access/require-may-manage";
import { invitationNotFound } from "../errors";
import { findInvitation, setInvitationRevoked } from "../repository/invitations";
import type { RevokedInvitation } from "../schemas";

/**
 * Withdraws an invitation, which frees its seat. Withdrawing it again changes nothing.
 *
 * @throws DomainError FORBIDDEN, NOT_FOUND when it was accepted or is another account's
 */
export async function revokeInvitation(ctx: AccountContext, id: string): Promise<RevokedInvitation> {
  const now = ctx.clock.now();
  const revokedAt = await database().begin(async (tx) => {
    const { team, actorRole } = await openTeam(tx, ctx);
    const found = await findInvitation(tx, team.id, id);
    if (!found || found.acceptedAt) throw invitationNotFound();
    requireMayManage(actorRole, [found.role]);
    if (found.revokedAt) return found.revokedAt;
    await setInvitationRevoked(tx, id, now);
    await recordAudit(tx, ctx, {
      accountId: team.id,
      action: "invitation.revoked",
      targetKind: "invitation",
      targetId: id,
      before: { role: found.role },
    });
    return now;
  });
  return { id, revokedAt: revokedAt.toISOString() };
}
