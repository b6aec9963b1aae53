import { route } from "@/app/_server/route";
import { leaveAccount, removedMember } from "@/lib/accounts";

export const POST = route(
  {
    method: "POST",
    path: "/api/account/leave",
    summary: "Leave the account; API keys you made there are revoked",
    tag: "Team",
    access: { kind: "account", permission: "account.read" },
    output: removedMember,
    errors: [
      { status: 422, code: "LAST_OWNER" },
      { status: 422, code: "PERSONAL_ACCOUNT" },
    ],
  },
  ({ ctx }) => leaveAccount(ctx),
);
