import { z } from "zod";
import { route } from "@/app/_server/route";
import { requireLocalIdentity, setSessionCookie } from "@/app/_server/session-cookie";
import { localProofBody, requireActingSession, verifyLocalSession } from "@/lib/accounts";

/** Proves again who is signed in, by the address alone: the stand-in for Clerk's reverification. */
export const POST = route(
  {
    method: "POST",
    path: "/api/local/session/verify",
    summary: "Confirm who you are with the local identity",
    tag: "Local identity",
    access: { kind: "person" },
    body: localProofBody,
    output: z.object({ verifiedAt: z.iso.datetime() }),
    idempotency: "own",
    errors: [
      { status: 404, code: "NOT_FOUND" },
      { status: 422, code: "WRONG_ADDRESS" },
    ],
  },
  async ({ ctx, input }) => {
    requireLocalIdentity();
    const { sessionId } = requireActingSession(ctx);
    const { token, expiresAt, verifiedAt } = await verifyLocalSession(sessionId, input.email);
    await setSessionCookie(token, expiresAt);
    return { verifiedAt: verifiedAt.toISOString() };
  },
);
