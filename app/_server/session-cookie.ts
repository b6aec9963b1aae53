import { cookies } from "next/headers";
import { SESSION_COOKIE } from "@/lib/accounts";
import { endCookie, makeCookie } from "@/lib/platform/cookies";
import { env } from "@/lib/platform/env";
import { notFound } from "@/lib/platform/errors";

/** Gives this browser a session of the local identity, in place of the one it had. */
export async function setSessionCookie(token: string, expires: Date): Promise<void> {
  const seconds = Math.max(0, Math.floor((expires.getTime() - Date.now()) / 1_000));
  (await cookies()).set(makeCookie(SESSION_COOKIE, token, seconds, env().app.url));
}

export async function forgetSessionCookie(): Promise<void> {
  (await cookies()).set(endCookie(SESSION_COOKIE, env().app.url));
}

/** @throws DomainError NOT_FOUND while Clerk is in use */
export function requireLocalIdentity(): void {
  if (env().identity.mode !== "local") throw notFound("The local identity");
}
