import { z } from "zod";
import { route } from "@/app/_server/route";
import { forgetSessionCookie, requireLocalIdentity, setSessionCookie } from "@/app/_server/session-cookie";
import {
  endSession,
  ensurePerson,
  getSession,
  localSessionBody,
  openLocalSession,
  readUse,
} from "@/lib/accounts";

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
    requireLocalIdentity();
    const before = await getSession();
    const { token, sessionId, expiresAt, person, isNew } = await openLocalSession(
      input,
      readUse(request.headers),
    );
    // Signing in makes a session of its own; the one that this browser had is over.
    if (before) await endSession(before);
    await ensurePerson({ ...ctx, actor: { kind: "person", personId: person.id, sessionId } }, person);
    await setSessionCookie(token, expiresAt);
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
    requireLocalIdentity();
    const session = await getSession();
    if (session) await endSession(session);
    await forgetSessionCookie();
    return { signedOut: true as const };
  },
);
