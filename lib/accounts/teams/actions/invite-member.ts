import type { AccountContext } from "@/lib/platform/context";
import { database } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { nudgeOutbox } from "@/lib/platform/outbox";
import { recordAudit } from "../../audit/record-audit";
import { openTeam } from "../access/open-team";
import { requireMayManage } from "../access/require-may-manage";
import { computeInvitationState } from "../compute/compute-invitation-state";
import { alreadyMember, invitationOpen } from "../errors";
import { computeInvitationExpiry, mintInvitationToken } from "../invitation-token";
import { findWaitingInvitation, insertInvitation, setInvitationRevoked } from "../repository/invitations";
import { isMemberAddress } from "../repository/members";
import type { InviteBody, SentInvitation } from "../schemas";
import { type ReadSeats, requireSeatToInvite } from "../seats";
import { limitInvitations } from "./limit-invitations";
import { recordSending } from "./record-sending";

/**
 * Invites an address by e-mail. The invitation holds a seat until it is accepted, revoked or expires; one that
 * expired is replaced.
 *
 * @throws DomainError FORBIDDEN, RATE_LIMITED; SEATS_TAKEN, ALREADY_MEMBER, INVITATION_OPEN, PERSONAL_ACCOUNT
 */
export async function inviteMember(
  ctx: AccountContext,
  { email, role }: InviteBody,
  readSeats: ReadSeats,
): Promise<SentInvitation> {
  const sentAt = ctx.clock.now();
  const expiresAt = computeInvitationExpiry(sentAt);
  const { token, tokenHash } = mintInvitationToken();
  const id = newId();
  const invitedBy = await database().begin(async (tx) => {
    const { team, actorId, actorRole } = await openTeam(tx, ctx);
    requireMayManage(actorRole, [role]);
    if (await isMemberAddress(tx, team.id, email)) throw alreadyMember();
    const waiting = await findWaitingInvitation(tx, team.id, email);
    if (waiting && computeInvitationState(waiting, sentAt) === "open") throw invitationOpen();
    await requireSeatToInvite(tx, readSeats, team.id, sentAt, null);
    await limitInvitations(team.id, email);
    if (waiting) {
      await setInvitationRevoked(tx, waiting.id, sentAt);
      await recordAudit(tx, ctx, {
        accountId: team.id,
        action: "invitation.revoked",
        targetKind: "invitation",
        targetId: waiting.id,
        before: { role: waiting.role },
        after: { replacedBy: id },
      });
    }
    await insertInvitation(tx, {
      id,
      accountId: team.id,
      email,
      role,
      tokenHash,
      invitedBy: actorId,
      sentAt,
      expiresAt,
    });
    await recordSending(tx, ctx, "invitation.sent", { id, accountId: team.id, role, token, expiresAt });
    return actorId;
  });
  nudgeOutbox();
  return {
    id,
    email,
    role,
    state: "open",
    invitedBy,
    sentAt: sentAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
  };
}
