import { cookies } from "next/headers";
import { z } from "zod";
import { route } from "@/app/_server/route";
import {
  endSession,
  ensurePerson,
  getSession,
  localSessionBody,
  openLocalSession,
  readUse,
  SESSION_COOKIE,
} from "@/lib/accounts";
import { endCookie, makeCookie } from "@/lib/platform/cookies";
import { env } from "@/lib/platform/env";
import { notFound } from "@/lib/platform/errors";

const TWELVE_HOURS = 12 * 3600;
/** Every process of a laptop calls from one address: enough for tests, too little for a flood. */
const SIGN_IN_RATE = { name: "sign-in", limit: 600, windowSeconds: 60 };

/** Signs in, or up, with an e-mail address alone. Exists only while no Clerk keys are set. */
export const POST = route(
  {
    method: "POST",
    path: "/api/local/session",
    summary: "Sign in with the local identity",
    tag: "Local identity",
    access: { kind: "public" },
    body: localSessionBody,
    output: z.object({ personId: z.string(), isNew: z.boolean() }),
    rate: SIGN_IN_RATE,
    idempotency: "own",
    errors: [{ status: 404, code: "NOT_FOUND" }],
  },
  async ({ ctx, input, request }) => {
    requireLocal();
    const before = await getSession();
    const { token, sessionId, person, isNew } = await openLocalSession(input, readUse(request.headers));
    // Signing in makes a session of its own; the one that this browser had is over.
    if (before) await endSession(before);
    await ensurePerson({ ...ctx, actor: { kind: "person", personId: person.id, sessionId } }, person);
    (await cookies()).set(makeCookie(SESSION_COOKIE, token, TWELVE_HOURS, env().app.url));
    return { personId: person.id, isNew };
  },
);

/** Signs out: ends the session at the local identity and forgets the cookie. */
export const DELETE = route(
  {
    method: "DELETE",
    path: "/api/local/session",
    summary: "Sign out of the local identity",
    tag: "Local identity",
    access: { kind: "public" },
    output: z.object({ signedOut: z.literal(true) }),
    rate: SIGN_IN_RATE,
    errors: [{ status: 404, code: "NOT_FOUND" }],
  },
  async () => {
    requireLocal();
    const session = await getSession();
    if (session) await endSession(session);
    (await cookies()).set(endCookie(SESSION_COOKIE, env().app.url));
    return { signedOut: true as const };
  },
);

function requireLocal(): void {
  if (env().identity.mode !== "local") throw notFound("The local identity");
}
