import { verifyToken } from "@clerk/backend";
import { cookies, headers } from "next/headers";
import { env } from "@/lib/platform/env";
import { isSessionOver } from "./believed-sessions";
import type { Session } from "./session";
import { computeVerifiedAt } from "./verification";

/** Clerk's own cookie, which its browser library keeps fresh. */
const CLERK_COOKIE = "__session";

/** The session of this request: as Clerk's middleware verified it, or by our own look where it did not run. */
export async function findClerkSession(): Promise<Session | null> {
  const session = await readSession();
  return session && !isSessionOver(session.sessionId) ? session : null;
}

async function readSession(): Promise<Session | null> {
  // The paths that machines call are left out of the middleware; `auth()` throws there.
  if ((await headers()).get("x-clerk-auth-status") === null) return verifySessionCookie();
  const { auth } = await import("@clerk/nextjs/server");
  const { userId, sessionId, sessionClaims, getToken } = await auth();
  if (!userId || !sessionId) return null;
  const verifiedAt = computeVerifiedAt(sessionClaims);
  return { personId: userId, sessionId, verifiedAt, providerToken: await getToken() };
}

async function verifySessionCookie(): Promise<Session | null> {
  const { identity, app } = env();
  const token = (await cookies()).get(CLERK_COOKIE)?.value;
  if (!token || identity.mode !== "clerk") return null;
  const { secretKey, jwtKey } = identity;
  try {
    const claims = await verifyToken(token, {
      secretKey,
      authorizedParties: [new URL(app.url).origin],
      ...(jwtKey && { jwtKey }),
    });
    const verifiedAt = computeVerifiedAt(claims);
    return { personId: claims.sub, sessionId: claims.sid, verifiedAt, providerToken: token };
  } catch {
    // Every reason not to believe a token means the same to the caller: nobody is signed in.
    return null;
  }
}
