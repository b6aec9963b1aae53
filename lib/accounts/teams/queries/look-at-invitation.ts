import type { Context } from "@/lib/platform/context";
import { findPerson } from "../../repository";
import { computeInvitationState } from "../compute/compute-invitation-state";
import { maskEmail } from "../compute/mask-email";
import { invitationNotFound } from "../errors";
import { hashInvitationToken } from "../invitation-token";
import { findInvitationInAccount } from "../repository/invitations";
import type { InvitationLook } from "../schemas";

export interface InvitationSight extends InvitationLook {
  /** Whether the signed-in person is the one invited; false for nobody. */
  readonly isInvited: boolean;
  /** Address of the account, when the signed-in person belongs to it already. */
  readonly joinedSlug: string | null;
}

/**
 * What the bearer of a link sees, signed in or not.
 *
 * @throws DomainError NOT_FOUND, the same for a token that never was, was replaced, or is of a deleted account
 */
export async function lookAtInvitation(
  ctx: Pick<Context, "actor" | "clock">,
  token: string,
): Promise<InvitationSight> {
  const tokenHash = hashInvitationToken(token);
  const personId = ctx.actor.kind === "person" ? ctx.actor.personId : null;
  const row = tokenHash && (await findInvitationInAccount(tokenHash, personId));
  if (!row) throw invitationNotFound();
  const person = personId === null ? null : await findPerson(personId);
  return {
    state: computeInvitationState(row, ctx.clock.now()),
    accountName: row.accountName,
    role: row.role,
    invitedByName: row.invitedByName,
    emailHint: maskEmail(row.email),
    expiresAt: row.expiresAt.toISOString(),
    isInvited: person?.email === row.email,
    joinedSlug: row.isMember ? row.accountSlug : null,
  };
}
