import type { Context } from "@/lib/platform/context";
import { database, type Transaction } from "@/lib/platform/db";
import { type DomainError, unauthenticated } from "@/lib/platform/errors";
import { nudgeOutbox, recordOutbox } from "@/lib/platform/outbox";
import { recordAudit } from "../../audit/record-audit";
import { memberJoined } from "../../events";
import { holdPerson } from "../../repository";
import { computeInvitationState } from "../compute/compute-invitation-state";
import { maskEmail } from "../compute/mask-email";
import {
  invitationExpired,
  invitationNotFound,
  invitationRevoked,
  invitationUsed,
  wrongAddress,
} from "../errors";
import { hashInvitationToken } from "../invitation-token";
import { findInvitationByHash, setInvitationAccepted } from "../repository/invitations";
import { findRole, insertMember, lockTeam } from "../repository/members";
import type { AcceptedInvitation, InvitationLook } from "../schemas";
import { type ReadSeats, requireSeatToJoin } from "../seats";

const refusals: Readonly<Record<Exclude<InvitationLook["state"], "open">, () => DomainError>> = {
  expired: invitationExpired,
  revoked: invitationRevoked,
  used: invitationUsed,
};

/**
 * Makes the signed-in person a member, if the invitation is theirs, still good, and a seat is free. However often
 * and at once they accept, they join once.
 *
 * @throws DomainError NOT_FOUND for a token that is nobody's or was replaced; INVITATION_EXPIRED, INVITATION_REVOKED,
 * INVITATION_USED, WRONG_ADDRESS, SEATS_TAKEN
 */
export async function acceptInvitation(
  ctx: Context,
  token: string,
  readSeats: ReadSeats,
): Promise<AcceptedInvitation> {
  if (ctx.actor.kind !== "person") throw unauthenticated();
  const { personId } = ctx.actor;
  const tokenHash = hashInvitationToken(token);
  if (!tokenHash) throw invitationNotFound();
  const accepted = await database().begin((tx) => accept(tx, ctx, { personId, tokenHash, readSeats }));
  nudgeOutbox();
  return accepted;
}

interface Acceptance {
  readonly personId: string;
  readonly tokenHash: Buffer;
  readonly readSeats: ReadSeats;
}

async function accept(
  tx: Transaction,
  ctx: Context,
  { personId, tokenHash, readSeats }: Acceptance,
): Promise<AcceptedInvitation> {
  const at = ctx.clock.now();
  const found = await findInvitationByHash(tx, tokenHash);
  const team = found && (await lockTeam(tx, found.accountId));
  // Read again under the lock: whoever held it may have accepted, revoked or resent it.
  const row = team && (await findInvitationByHash(tx, tokenHash));
  if (!team || !row) throw invitationNotFound();

  const person = await holdPerson(tx, personId);
  if (!person) throw unauthenticated();
  const current = await findRole(tx, team.id, personId);
  const answer = { accountId: team.id, accountName: team.name, accountSlug: team.slug };
  if (current && row.acceptedBy === personId) return { ...answer, role: current, alreadyMember: true };
  const state = computeInvitationState(row, at);
  if (state !== "open") throw refusals[state]();
  if (person.email !== row.email) throw wrongAddress(maskEmail(row.email));

  if (!current) {
    await requireSeatToJoin(tx, readSeats, team.id, at);
    await insertMember(tx, { accountId: team.id, personId, role: row.role, at });
  }
  await setInvitationAccepted(tx, row.id, personId, at);
  await recordAudit(tx, ctx, {
    accountId: team.id,
    action: current ? "invitation.accepted" : "member.joined",
    targetKind: current ? "invitation" : "person",
    targetId: current ? row.id : personId,
    after: { role: current ?? row.role, invitationId: row.id },
  });
  if (!current) {
    await recordOutbox(tx, [
      {
        name: memberJoined.name,
        data: { accountId: team.id, personId, role: row.role, invitationId: row.id },
      },
    ]);
  }
  return { ...answer, role: current ?? row.role, alreadyMember: current !== null };
}
