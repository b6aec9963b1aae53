import { route } from "@/app/_server/route";
import { invitationParams, resendInvitation, sentInvitation } from "@/lib/accounts";
import { readSeats } from "@/lib/usage";

export const POST = route(
  {
    method: "POST",
    path: "/api/account/invitations/{id}/resend",
    summary: "Send an invitation again with a new link; the old one stops working",
    tag: "Team",
    access: { kind: "account", permission: "members.manage" },
    params: invitationParams,
    output: sentInvitation,
    errors: [
      { status: 404, code: "NOT_FOUND" },
      { status: 422, code: "SEATS_TAKEN" },
      { status: 422, code: "PERSONAL_ACCOUNT" },
    ],
  },
  ({ ctx, params }) => resendInvitation(ctx, params.id, readSeats),
);
