import { z } from "zod";
import { route } from "@/app/_server/route";
import { listSessions, personSession } from "@/lib/accounts";

export const GET = route(
  {
    method: "GET",
    path: "/api/profile/sessions",
    summary: "List where you are signed in",
    tag: "Profile",
    access: { kind: "person" },
    output: z.array(personSession),
  },
  ({ ctx }) => listSessions(ctx),
);
