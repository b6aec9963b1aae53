import { cookies } from "next/headers";
import { env } from "@/lib/platform/env";
import { findClerkSession } from "./clerk";
import { findLocalSession, SESSION_COOKIE } from "./local";
import type { Session } from "./session";

/**
 * Who is signed in, by Clerk or by the local identity, whichever this installation runs on. Null when
 * nobody is. The one function through which the application learns it.
 */
export async function getSession(): Promise<Session | null> {
  if (env().identity.mode === "clerk") return findClerkSession();
  return findLocalSession((await cookies()).get(SESSION_COOKIE)?.value ?? null);
}
