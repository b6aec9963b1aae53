import type { Context } from "@/lib/platform/context";
import { env } from "@/lib/platform/env";
import { ensurePerson } from "../actions/ensure-person";
import { fetchClerkPerson } from "../identity/clerk";
import { fetchLocalPerson } from "../identity/local";
import type { Session } from "../identity/session";
import { listMemberships, type Membership } from "../repository";

/** Name of the cookie that remembers which account a person last chose. */
export const ACCOUNT_COOKIE = "mh_account";

/**
 * The person's memberships. Someone who is seen for the first time gets their row and personal account
 * here, because the identity provider's webhook may come later, or never.
 */
export async function requireMemberships(
  session: Session,
  base: Omit<Context, "actor">,
): Promise<readonly Membership[]> {
  const known = await listMemberships(session.personId);
  if (known.length > 0) return known;
  const fetchPerson = env().identity.mode === "clerk" ? fetchClerkPerson : fetchLocalPerson;
  const actor = { kind: "person", personId: session.personId, sessionId: session.sessionId } as const;
  await ensurePerson({ ...base, actor }, await fetchPerson(session.personId));
  return listMemberships(session.personId);
}

/**
 * The membership to act in: the one asked for if it is theirs; else their team's, since whoever belongs to one
 * came for it; else the personal account.
 */
export function chooseMembership(
  memberships: readonly Membership[],
  wanted: string | null,
): Membership | null {
  const chosen = memberships.find(
    ({ accountId, accountSlug }) => wanted === accountId || wanted === accountSlug,
  );
  const team = memberships.find(({ accountKind }) => accountKind === "organization");
  return chosen ?? team ?? memberships[0] ?? null;
}
