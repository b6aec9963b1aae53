import { type DomainError, notFound, refused } from "@/lib/platform/errors";

/** 422: what is asked makes sense for an organization only. */
export const personalAccount = (): DomainError =>
  refused(
    "PERSONAL_ACCOUNT",
    "This is a personal account: it has one person and no further members. Create an organization for a team.",
  );

/** 422: the account would be left without an owner. */
export const lastOwner = (): DomainError =>
  refused("LAST_OWNER", "This is the only owner. Make someone else an owner first, or transfer the account.");

export interface SeatsInUse {
  /** Members, and invitations that hold a seat where those count. */
  readonly used: number;
  readonly limit: number;
  readonly invitations: number;
}

/** 422: the plan's seats are taken. */
export const seatsTaken = ({ used, limit, invitations }: SeatsInUse): DomainError => {
  const holders = invitations === 1 ? "an open invitation" : "open invitations";
  const held = invitations === 0 ? "" : `, ${invitations} of them by ${holders}`;
  return refused(
    "SEATS_TAKEN",
    `The plan has ${limit} ${limit === 1 ? "seat" : "seats"} and ${used} ${used === 1 ? "is" : "are"} taken${held}. Remove someone, revoke an invitation, or choose a plan with more seats.`,
    { feature: "seats", used, limit },
  );
};

/** 422: the same, to somebody who wants to join and can free no seat. */
export const noSeatToJoin = (used: number, limit: number): DomainError =>
  refused(
    "SEATS_TAKEN",
    "All seats of this account are taken. Ask whoever invited you to free one; the invitation stays good until it expires.",
    { feature: "seats", used, limit },
  );

export const memberNotFound = (): DomainError => notFound("The member");
export const invitationNotFound = (): DomainError => notFound("The invitation");

export const alreadyMember = (): DomainError =>
  refused("ALREADY_MEMBER", "Somebody with this address belongs to the account already.");

export const invitationOpen = (): DomainError =>
  refused(
    "INVITATION_OPEN",
    "This address has an open invitation. Send it again if it did not arrive, or revoke it first to change the role.",
  );

export const invitationExpired = (): DomainError =>
  refused("INVITATION_EXPIRED", "This invitation has expired. Ask whoever sent it to send it again.");

export const invitationRevoked = (): DomainError =>
  refused("INVITATION_REVOKED", "This invitation was withdrawn. Ask whoever sent it for a new one.");

export const invitationUsed = (): DomainError =>
  refused("INVITATION_USED", "This invitation was used already. Ask whoever sent it for a new one.");

export const wrongAddress = (emailHint: string): DomainError =>
  refused("WRONG_ADDRESS", `This invitation is for ${emailHint}. Sign in with that address to accept it.`, {
    emailHint,
  });
