"use client";

import { useAuth, useReverification } from "@clerk/nextjs";
import { isReverificationCancelledError } from "@clerk/nextjs/errors";
import { useEffect, useRef } from "react";
import { offerConfirmation } from "@/components/api/confirm-identity";

/** What Clerk's hook takes for "verify first": the shape that its own server helper answers with. */
const VERIFY_FIRST = {
  clerk_error: {
    type: "forbidden",
    reason: "reverification-error",
    metadata: { reverification: { level: "first_factor", afterMinutes: 10 } },
  },
} as const;

/** Opens Clerk's own reverification when the server asks for a recent sign-in. Place once, inside its provider. */
export function ConfirmWithClerk() {
  const { getToken } = useAuth();
  const isVerified = useRef(false);
  const confirm = useReverification(async () => {
    if (!isVerified.current) {
      isVerified.current = true;
      return VERIFY_FIRST;
    }
    // Called again once the person has proved it: the next request must carry the token that says so.
    await getToken({ skipCache: true });
    return true;
  });
  useEffect(
    () =>
      offerConfirmation(async () => {
        isVerified.current = false;
        try {
          await confirm();
          return true;
        } catch (error) {
          // The person sees the server's refusal either way; only the second is for us to hear of.
          if (!isReverificationCancelledError(error)) reportError(error);
          return false;
        }
      }),
    [confirm],
  );
  return null;
}
