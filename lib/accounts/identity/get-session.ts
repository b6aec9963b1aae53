import { cookies, headers } from "next/headers";
import { cookieName } from "@/lib/platform/cookies";
import { env } from "@/lib/platform/env";
import { clientAddress } from "@/lib/platform/http";
import { findClerkSession } from "./clerk";
import { findLocalSession, SESSION_COOKIE } from "./local";
import type { Session } from "./session";

const LONGEST_USER_AGENT = 500;

/**
 * Who is signed in, by Clerk or by the local identity, whichever this installation runs on. Null when
 * nobody is. The one function through which the application learns it.
 */
export async function getSession(): Promise<Session | null> {
  if (env().identity.mode === "clerk") return findClerkSession();
  const token = (await cookies()).get(cookieName(SESSION_COOKIE, env().app.url))?.value ?? null;
  return token ? findLocalSession(token, readUse(await headers())) : null;
}

/** From where a request comes, for the person's own list of sessions. */
export function readUse(sent: Headers): { readonly userAgent: string | null; readonly ip: string | null } {
  return {
    userAgent: sent.get("user-agent")?.slice(0, LONGEST_USER_AGENT) ?? null,
    ip: clientAddress(sent, env().app.trustedProxyHops),
  };
}
