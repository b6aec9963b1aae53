import { route } from "@/app/_server/route";
import {
  invitationListQuery,
  invitationPage,
  inviteBody,
  inviteMember,
  listInvitations,
  sentInvitation,
} from "@/lib/accounts";
import { readSeats } from "@/lib/usage";

export const GET = route(
  {
    method: "GET",
    path: "/api/account/invitations",
    summary: "Invitations that wait, newest first, expired ones included",
    tag: "Team",
    access: { kind: "account", permission: "members.manage" },
    query: invitationListQuery,
    output: invitationPage,
  },
  ({ ctx, query }) => listInvitations(ctx, query),
);

export const POST = route(
  {
    method: "POST",
    path: "/api/account/invitations",
    summary: "Invite an address by e-mail; the invitation holds a seat for seven days",
    tag: "Team",
    access: { kind: "account", permission: "members.manage" },
    body: inviteBody,
    output: sentInvitation,
    status: 201,
    errors: [
      { status: 422, code: "SEATS_TAKEN" },
      { status: 422, code: "ALREADY_MEMBER" },
      { status: 422, code: "INVITATION_OPEN" },
      { status: 422, code: "PERSONAL_ACCOUNT" },
    ],
  },
  ({ ctx, input }) => inviteMember(ctx, input, readSeats),
);
