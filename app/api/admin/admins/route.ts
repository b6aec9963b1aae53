import { z } from "zod";
import { route } from "@/app/_server/route";
import { listPlatformAdmins } from "@/lib/accounts";
import { platformAdmin } from "@/lib/operations";

/** Reading alone: admins are made and ended on the command line, so that a stolen session cannot make more. */
export const GET = route(
  {
    method: "GET",
    path: "/api/admin/admins",
    summary: "Who is or was a platform admin",
    tag: "Admin",
    access: { kind: "admin" },
    output: z.object({ admins: z.array(platformAdmin) }),
  },
  async () => ({ admins: [...(await listPlatformAdmins())] }),
);
