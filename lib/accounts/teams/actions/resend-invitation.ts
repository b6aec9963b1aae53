import type { AccountContext } from "@/lib/platform/context";
import { database } from "@/lib/platform/db";
import { nudgeOutbox } from "@/lib/platform/outbox";
import { openTeam } from "../access/open-team";
import { requireMayManage } from "../access/require-may-manage";
import { invitationNotFound } from "../errors";
import { computeInvitationExpiry, mintInvitationToken } from "../invitation-token";
import { findInvitation, setInvitationSent } from "../repository/invitations";
import type { SentInvitation } from "../schemas";
import { type ReadSeats, requireSeatToInvite } from "../seats";
import { limitInvitations } from "./limit-invitations";
import { recordSending } from "./record-sending";

/**
 * Sends a waiting invitation again, expired or not, with a new link and seven new days. The old link is dead.
 *
 * @throws DomainError FORBIDDEN, NOT_FOUND when it was accepted, revoked or is another account's; RATE_LIMITED,
 * SEATS_TAKEN
 */
export async function resendInvitation(
  ctx: AccountContext,
  id: string,
  readSeats: ReadSeats,
): Promise<SentInvitation> {
  const sentAt = ctx.clock.now();
  const expiresAt = computeInvitationExpiry(sentAt);
  const { token, tokenHash } = mintInvitationToken();
  const { email, role, invitedBy } = await database().begin(async (tx) => {
    const { team, actorRole } = await openTeam(tx, ctx);
    const found = await findInvitation(tx, team.id, id);
    if (!found || found.acceptedAt || found.revokedAt) throw invitationNotFound();
    requireMayManage(actorRole, [found.role]);
    await requireSeatToInvite(tx, readSeats, team.id, sentAt, id);
    await limitInvitations(team.id, found.email);
    await setInvitationSent(tx, id, { tokenHash, sentAt, expiresAt });
    await recordSending(tx, ctx, "invitation.resent", {
      id,
      accountId: team.id,
      role: found.role,
      token,
      expiresAt,
    });
    return found;
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
