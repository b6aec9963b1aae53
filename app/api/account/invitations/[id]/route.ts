import { route } from "@/app/_server/route";
import { invitationParams, revokedInvitation, revokeInvitation } from "@/lib/accounts";

export const DELETE = route(
  {
    method: "DELETE",
    path: "/api/account/invitations/{id}",
    summary: "Withdraw an invitation, which frees its seat",
    tag: "Team",
    access: { kind: "account", permission: "members.manage" },
    params: invitationParams,
    output: revokedInvitation,
    errors: [
      { status: 404, code: "NOT_FOUND" },
      { status: 422, code: "PERSONAL_ACCOUNT" },
    ],
  },
  ({ ctx, params }) => revokeInvitation(ctx, params.id),
);
