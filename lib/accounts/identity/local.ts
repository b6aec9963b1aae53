import { verifyToken } from "@clerk/backend";
import { z } from "zod";
import { env } from "@/lib/platform/env";
import { believeSession } from "./believed-sessions";
import { callIdentity } from "./local-client";
import { instant, localPerson, localProvider, pathOfSession } from "./local-provider";
import type { Session } from "./session";
import { computeVerifiedAt } from "./verification";

/** Not `__session`: a Clerk installation on the same host keeps its own. */
export const SESSION_COOKIE = "mh_session";

const opened = z.object({
  token: z.string(),
  sessionId: z.string(),
  person: localPerson,
  expiresAt: instant,
  isNew: z.boolean(),
});
const demoPerson = z.object({
  id: z.string(),
  email: z.email(),
  name: z.string(),
  role: z.string(),
  account: z.string(),
  description: z.string(),
});

/** A demo person of the local identity, with one line about what there is to see as them. */
export type DemoPerson = z.infer<typeof demoPerson>;
export type OpenedSession = z.infer<typeof opened>;

/** From where a session is used, for the person's own list of sessions. */
export interface SessionUse {
  readonly userAgent: string | null;
  readonly ip: string | null;
}

/**
 * The session in a cookie's token, verified by Clerk's own code against the local key: RS256, by the local identity,
 * for this application, not expired. Null when it is not valid.
 */
export async function findLocalSession(token: string | null, use?: SessionUse): Promise<Session | null> {
  const { identity, app } = env();
  if (!token || identity.mode !== "local") return null;
  const { jwtKey, url } = identity;
  const authorizedParties = [new URL(app.url).origin];
  const claims = await verifyToken(token, { jwtKey, authorizedParties }).catch(() => null);
  // Every reason not to believe a token means the same to the caller: nobody is signed in. A token without `azp`
  // passes Clerk's check of it, and the issuer is not checked at all there.
  if (!claims || claims.iss !== url || claims.azp === undefined) return null;
  const { sub: personId, sid: sessionId } = claims;
  if (!(await believeSession(sessionId, () => reportUse(sessionId, use)))) return null;
  return { personId, sessionId, verifiedAt: computeVerifiedAt(claims), providerToken: null };
}

/** Whether the session runs; with where it is used from, the identity notes that too. */
async function reportUse(sessionId: string, use: SessionUse | undefined): Promise<boolean> {
  if (!use) return localProvider.isSessionActive(sessionId);
  const answer = await callIdentity("POST", `${pathOfSession(sessionId)}/activity`, use);
  return z.object({ status: z.string() }).parse(answer).status === "active";
}

/** Signs in, or up, by e-mail address alone. Local identity only. */
export async function openLocalSession(
  input: { readonly email: string; readonly name?: string | undefined },
  use: SessionUse,
): Promise<OpenedSession> {
  return opened.parse(await callIdentity("POST", "/sessions", { ...input, ...use }));
}

const verified = z.object({ token: z.string(), expiresAt: instant, verifiedAt: instant });

/**
 * Proves again who is signed in: the local identity has no passwords, so knowing the address stands in for one. The
 * session stays the same; its token is made anew and says when this was.
 *
 * @throws DomainError WRONG_ADDRESS, NOT_FOUND (the session runs no more), RATE_LIMITED after too many tries
 */
export const verifyLocalSession = async (
  sessionId: string,
  email: string,
): Promise<z.infer<typeof verified>> =>
  verified.parse(await callIdentity("POST", `${pathOfSession(sessionId)}/verify`, { email }));

/** The demo people, for the sign-in page. */
export async function listDemoPeople(): Promise<readonly DemoPerson[]> {
  return z.object({ people: z.array(demoPerson) }).parse(await callIdentity("GET", "/people")).people;
}
