import { verifyToken } from "@clerk/backend";
import { z } from "zod";
import { env } from "@/lib/platform/env";
import { DomainError, providerUnavailable, unauthenticated } from "@/lib/platform/errors";
import { guard } from "@/lib/platform/resilience";
import type { PersonFacts } from "../repository";
import type { Session } from "./session";

/** Not `__session`: a Clerk installation on the same host keeps its own. */
export const SESSION_COOKIE = "mh_session";

const person = z.object({ id: z.string(), email: z.email(), name: z.string() });
const opened = z.object({ token: z.string(), sessionId: z.string(), person, isNew: z.boolean() });
const demoPerson = person.extend({ role: z.string(), account: z.string(), description: z.string() });

/** A demo person of the local identity, with one line about what there is to see as them. */
export type DemoPerson = z.infer<typeof demoPerson>;
export type OpenedSession = z.infer<typeof opened>;

/** The session in a cookie's token, verified by Clerk's own code against the local key. Null when it is not valid. */
export async function findLocalSession(token: string | null): Promise<Session | null> {
  const { identity } = env();
  if (!token || identity.mode !== "local") return null;
  const claims = await verifyToken(token, { jwtKey: identity.jwtKey }).catch(() => null);
  // Every reason not to believe a token means the same to the caller: nobody is signed in.
  if (!claims || !(await isSessionActive(claims.sid))) return null;
  return { personId: claims.sub, sessionId: claims.sid, providerToken: null };
}

/** How long a process believes that a session still runs without asking the identity again. */
const BELIEVE_MS = 5_000;
const MOST_SESSIONS = 10_000;
const believedUntil = new Map<string, number>();

/** A token lives for hours; whether its session was ended meanwhile is the identity's to say. */
async function isSessionActive(sessionId: string): Promise<boolean> {
  const now = Date.now();
  if ((believedUntil.get(sessionId) ?? 0) > now) return true;
  const { status } = z
    .object({ status: z.string() })
    .parse((await callIdentity("GET", `/sessions/${encodeURIComponent(sessionId)}`)) ?? { status: "absent" });
  if (status !== "active") {
    believedUntil.delete(sessionId);
    return false;
  }
  if (believedUntil.size >= MOST_SESSIONS) believedUntil.clear();
  believedUntil.set(sessionId, now + BELIEVE_MS);
  return true;
}

/** Signs in, or up, by e-mail address alone. Local identity only. */
export async function openLocalSession(email: string, name: string | undefined): Promise<OpenedSession> {
  return opened.parse(await callIdentity("POST", "/sessions", { email, ...(name && { name }) }));
}

/** Ends a session at the local identity. */
export async function closeLocalSession(sessionId: string): Promise<void> {
  believedUntil.delete(sessionId);
  await callIdentity("DELETE", `/sessions/${encodeURIComponent(sessionId)}`);
}

/**
 * Name and e-mail address of a person, from the local identity.
 *
 * @throws DomainError UNAUTHENTICATED when it no longer knows them
 */
export async function fetchLocalPerson(personId: string): Promise<PersonFacts> {
  const found = await callIdentity("GET", `/people/${encodeURIComponent(personId)}`);
  if (found === null) throw unauthenticated("This account no longer exists. Sign in again.");
  return person.parse(found);
}

/** The demo people, for the sign-in page. */
export async function listDemoPeople(): Promise<readonly DemoPerson[]> {
  return z.object({ people: z.array(demoPerson) }).parse(await callIdentity("GET", "/people")).people;
}

async function callIdentity(method: string, path: string, body?: object): Promise<unknown> {
  const { identity } = env();
  if (identity.mode !== "local") throw new Error("The local identity is not in use.");
  const call = guard({
    service: "Identity",
    timeoutMs: 5_000,
    retries: 2,
    isOutage: (error) => !(error instanceof DomainError),
  });
  return call.run(async (signal) => {
    const response = await fetch(`${identity.url}${path}`, {
      method,
      signal,
      headers: { authorization: `Bearer ${identity.secret}`, "content-type": "application/json" },
      ...(body && { body: JSON.stringify(body) }),
    });
    if (response.status === 204 || (method === "GET" && response.status === 404)) return null;
    if (response.ok) return response.json();
    throw providerUnavailable(`The local identity answered ${response.status}: ${await response.text()}`);
  });
}
