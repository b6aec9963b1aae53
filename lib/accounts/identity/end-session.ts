import { cookies } from "next/headers";
import { env } from "@/lib/platform/env";
import { closeLocalSession, SESSION_COOKIE } from "./local";
import type { Session } from "./session";

/** Ends a session at the identity provider, so that its token is worth nothing, and forgets our cookie. */
export async function endSession(session: Session): Promise<void> {
  if (env().identity.mode === "clerk") {
    const { clerkClient } = await import("@clerk/nextjs/server");
    await (await clerkClient()).sessions.revokeSession(session.sessionId);
    return;
  }
  await closeLocalSession(session.sessionId);
  (await cookies()).delete(SESSION_COOKIE);
}
