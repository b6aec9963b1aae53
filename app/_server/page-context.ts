import { cookies, headers } from "next/headers";
import { redirect } from "next/navigation";
import { cache } from "react";
import {
  ACCOUNT_COOKIE,
  chooseMembership,
  findPerson,
  getSession,
  type Membership,
  type PersonFacts,
  permissionsOfRole,
  requireMemberships,
  type Session,
} from "@/lib/accounts";
import { systemClock } from "@/lib/platform/clock";
import type { AccountContext } from "@/lib/platform/context";
import { env } from "@/lib/platform/env";
import { clientAddress } from "@/lib/platform/http";
import { newId } from "@/lib/platform/ids";
import { logger } from "@/lib/platform/log";
import { supabaseFor } from "@/lib/platform/supabase";

export interface PageContext {
  readonly ctx: AccountContext;
  readonly session: Session;
  readonly person: PersonFacts;
  readonly membership: Membership;
  readonly memberships: readonly Membership[];
  /** The door for reading as this person: row-level security decides. */
  readonly supabase: ReturnType<typeof supabaseFor>;
}

/** Who looks at a page and in which account; null when nobody is signed in. Asked once for each request. */
export const findPageContext = cache(async (): Promise<PageContext | null> => {
  const session = await getSession();
  if (!session) return null;
  const requestId = newId();
  const base = {
    requestId,
    clock: systemClock,
    log: logger().child({ requestId }),
    ip: clientAddress(await headers(), env().app.trustedProxyHops),
  };
  const memberships = await requireMemberships(session, base);
  const wanted = (await cookies()).get(ACCOUNT_COOKIE)?.value ?? null;
  const membership = chooseMembership(memberships, wanted);
  const person = await findPerson(session.personId);
  if (!membership || !person) return null;
  const ctx: AccountContext = {
    ...base,
    actor: { kind: "person", personId: session.personId, sessionId: session.sessionId },
    account: { id: membership.accountId },
    permissions: permissionsOfRole(membership.role),
  };
  return { ctx, session, person, membership, memberships, supabase: supabaseFor(session) };
});

/** Like {@link findPageContext}, but sends visitors to sign in first and then back to `path`. */
export async function requirePageContext(path: string): Promise<PageContext> {
  const context = await findPageContext();
  if (!context) redirect(`/sign-in?next=${encodeURIComponent(path)}`);
  return context;
}
