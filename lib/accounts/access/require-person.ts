import type { Context } from "@/lib/platform/context";
import { findStanding, type Membership, type Standing } from "../accounts-repository";
import { ensurePerson } from "../actions/ensure-person";
import { identityProvider } from "../identity/provider";
import type { Session } from "../identity/session";

/**
 * The person and their memberships. Someone who is seen for the first time gets their row and personal account
 * here, because the identity provider's webhook may come later, or never. Null for people who are deleted.
 */
export async function requireStanding(
  session: Session,
  base: Omit<Context, "actor">,
): Promise<Standing | null> {
  const known = await findStanding(session.personId);
  if (known && known.memberships.length > 0) return known;
  const person = await identityProvider().findPerson(session.personId);
  if (!person) return null;
  const actor = { kind: "person", personId: session.personId, sessionId: session.sessionId } as const;
  await ensurePerson({ ...base, actor }, person);
  return findStanding(session.personId);
}

/** The membership in the account of that slug or id; null when it is not theirs. */
export function findMembership(memberships: readonly Membership[], account: string): Membership | null {
  const isMeant = ({ accountId, accountSlug }: Membership) =>
    account === accountId || account === accountSlug;
  return memberships.find(isMeant) ?? null;
}

/**
 * The membership to go to where no account is named: the first remembered one that is theirs; else their team's,
 * since whoever belongs to one came for it; else the personal account.
 */
export function chooseMembership(
  memberships: readonly Membership[],
  remembered: readonly string[],
): Membership | null {
  for (const account of remembered) {
    const chosen = findMembership(memberships, account);
    if (chosen) return chosen;
  }
  const team = memberships.find(({ accountKind }) => accountKind === "organization");
  return team ?? memberships[0] ?? null;
}
