import { route } from "@/app/_server/route";
import { endedSessions, endOneSession, sessionParams } from "@/lib/accounts";

export const DELETE = route(
  {
    method: "DELETE",
    path: "/api/profile/sessions/{id}",
    summary: "Sign out one of your sessions",
    tag: "Profile",
    access: { kind: "person" },
    params: sessionParams,
    output: endedSessions,
    errors: [{ status: 404, code: "NOT_FOUND" }],
  },
  ({ ctx, params }) => endOneSession(ctx, params.id),
);
