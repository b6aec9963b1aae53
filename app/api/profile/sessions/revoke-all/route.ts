import { route } from "@/app/_server/route";
import { forgetSessionCookie } from "@/app/_server/session-cookie";
import { endAllSessions, endedSessions, revokeAllBody } from "@/lib/accounts";

export const POST = route(
  {
    method: "POST",
    path: "/api/profile/sessions/revoke-all",
    summary: "Sign out everywhere, or everywhere else",
    tag: "Profile",
    access: { kind: "person", recentSignIn: true },
    body: revokeAllBody,
    output: endedSessions,
  },
  async ({ ctx, input }) => {
    const result = await endAllSessions(ctx, input);
    if (!input.keepCurrent) await forgetSessionCookie();
    return result;
  },
);
