import { cookies } from "next/headers";
import { endCookie } from "@/lib/platform/cookies";
import { env } from "@/lib/platform/env";
import { SESSION_COOKIE } from "./local";
import { identityProvider } from "./provider";
import type { Session } from "./session";

/** Ends the session of this request at the identity provider, so that its token is worth nothing, and forgets our cookie. */
export async function endSession(session: Session): Promise<void> {
  await identityProvider().endSession(session.sessionId);
  if (env().identity.mode === "local") (await cookies()).set(endCookie(SESSION_COOKIE, env().app.url));
}
