import type { Membership } from "../accounts-repository";
import { touchMember } from "../teams/repository/members";

/** Notes are that exact; in between, a person's clicks write nothing. */
const EVERY_MINUTES = 5;

/** Notes that a person acts in an account. What their memberships were read with tells whether a note is due. */
export async function noteSeen(
  personId: string,
  { accountId, lastSeenAt }: Pick<Membership, "accountId" | "lastSeenAt">,
  at: Date,
): Promise<void> {
  if (lastSeenAt && lastSeenAt.getTime() > at.getTime() - EVERY_MINUTES * 60_000) return;
  await touchMember(accountId, personId, at, EVERY_MINUTES);
}
