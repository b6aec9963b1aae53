import { route } from "@/app/_server/route";
import {
  acceptedInvitation,
  acceptInvitation,
  invitationLook,
  lookAtInvitation,
  tokenParams,
} from "@/lib/accounts";
import { readSeats } from "@/lib/usage";

/** A token cannot be guessed; this keeps strangers from asking the database all day. */
const LOOK_RATE = { name: "invitation", limit: 300, windowSeconds: 300 };

export const GET = route(
  {
    method: "GET",
    path: "/api/invitations/{token}",
    summary: "Look at an invitation by the token of its link",
    tag: "Team",
    access: { kind: "public" },
    params: tokenParams,
    output: invitationLook,
    rate: LOOK_RATE,
    errors: [{ status: 404, code: "NOT_FOUND" }],
  },
  ({ ctx, params }) => lookAtInvitation(ctx, params.token),
);

export const POST = route(
  {
    method: "POST",
    path: "/api/invitations/{token}",
    summary: "Accept an invitation as the person it was sent to",
    tag: "Team",
    access: { kind: "person" },
    params: tokenParams,
    output: acceptedInvitation,
    errors: [
      { status: 404, code: "NOT_FOUND" },
      { status: 422, code: "INVITATION_EXPIRED" },
      { status: 422, code: "INVITATION_REVOKED" },
      { status: 422, code: "INVITATION_USED" },
      { status: 422, code: "WRONG_ADDRESS" },
      { status: 422, code: "SEATS_TAKEN" },
    ],
  },
  ({ ctx, params }) => acceptInvitation(ctx, params.token, readSeats),
);
