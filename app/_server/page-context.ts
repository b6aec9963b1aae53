import { cookies, headers } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import {
  chooseMembership,
  findMembership,
  getSession,
  type Membership,
  noteSeen,
  permissionsOfRole,
  requireStanding,
  type Session,
  type Standing,
} from "@/lib/accounts";
import { accountPath } from "@/lib/platform/account-path";
import { systemClock } from "@/lib/platform/clock";
import type { AccountContext, Context } from "@/lib/platform/context";
import { cookieName } from "@/lib/platform/cookies";
import { env } from "@/lib/platform/env";
import { clientAddress } from "@/lib/platform/http";
import { newId } from "@/lib/platform/ids";
import { logger } from "@/lib/platform/log";
import { supabaseFor } from "@/lib/platform/supabase";
import { ACCOUNT_COOKIE, readRemembered } from "./remembered-accounts";

/** Who looks at a page. */
export interface Visitor extends Standing {
  readonly session: Session;
  readonly ctx: Context;
}

export interface PageContext extends Standing {
  readonly ctx: AccountContext;
  readonly session: Session;
  readonly membership: Membership;
  /** The door for reading as this person: row-level security decides. */
  readonly supabase: ReturnType<typeof supabaseFor>;
}

/** Who looks at a page; null when nobody is signed in. Asked once for each request. */
export const findVisitor = cache(async (): Promise<Visitor | null> => {
  const session = await getSession();
  if (!session) return null;
  const requestId = newId();
  const base = {
    requestId,
    clock: systemClock,
    log: logger().child({ requestId }),
    ip: clientAddress(await headers(), env().app.trustedProxyHops),
  };
  const standing = await requireStanding(session, base);
  if (!standing) return null;
  const actor = { kind: "person", personId: session.personId, sessionId: session.sessionId } as const;
  return { ...standing, session, ctx: { ...base, actor } };
});

/**
 * The visitor in the account that a page outside of any account is about: the one it names if that is theirs, else
 * the one they were in last. Null when nobody is signed in.
 */
export async function findPageContext(account: string | null = null): Promise<PageContext | null> {
  const visitor = await findVisitor();
  if (!visitor) return null;
  const remembered = readRemembered((await cookies()).get(cookieName(ACCOUNT_COOKIE, env().app.url))?.value);
  const wanted = account === null ? remembered : [account, ...remembered];
  const membership = chooseMembership(visitor.memberships, wanted);
  return membership && openAccount(visitor, membership);
}

/**
 * The visitor in the account of the address. Visitors who are not signed in go there first and come back to `path`;
 * an account that is not theirs does not exist, whether there is one of that name or not.
 *
 * @param account slug, or the id: then the visitor is sent on to the address by slug
 * @param path page of the account, such as `/billing`
 */
export async function requirePageContext(account: string, path: string): Promise<PageContext> {
  const visitor = await findVisitor();
  if (!visitor) redirect(`/sign-in?next=${encodeURIComponent(accountPath(account, path))}`);
  const membership = findMembership(visitor.memberships, account);
  if (!membership) notFound();
  if (membership.accountSlug !== account) redirect(accountPath(membership.accountSlug, path));
  return openAccount(visitor, membership);
}

async function openAccount(visitor: Visitor, membership: Membership): Promise<PageContext> {
  await noteSeen(visitor.person.id, membership, visitor.ctx.clock.now());
  const ctx: AccountContext = {
    ...visitor.ctx,
    account: { id: membership.accountId },
    permissions: permissionsOfRole(membership.role),
  };
  return { ...visitor, ctx, membership, supabase: supabaseFor(visitor.session) };
}
