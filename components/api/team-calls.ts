import * as z from "zod/mini";
import { callApi } from "./call-api";
import type { CallResult } from "./types";

const MEMBERS = "/api/account/members";
const INVITATIONS = "/api/account/invitations";
const pathOf = (list: string, id: string): string => `${list}/${encodeURIComponent(id)}`;

const nothing = z.unknown();
const removedAnswer = z.object({ revokedApiKeys: z.number() });
const acceptedAnswer = z.object({ accountSlug: z.string() });

export function changeRole(personId: string, role: string): Promise<CallResult<unknown>> {
  return callApi({ method: "PATCH", path: pathOf(MEMBERS, personId), body: { role }, answer: nothing });
}

/** Ends somebody's membership, and the keys they made. */
export function removeMember(personId: string): Promise<CallResult<{ revokedApiKeys: number }>> {
  return callApi({ method: "DELETE", path: pathOf(MEMBERS, personId), answer: removedAnswer });
}

/** Ends the caller's own membership. */
export function leaveAccount(): Promise<CallResult<{ revokedApiKeys: number }>> {
  return callApi({ method: "POST", path: "/api/account/leave", body: {}, answer: removedAnswer });
}

/** Makes a member owner and the caller admin. */
export function transferAccount(body: {
  personId: string;
  accountName: string;
}): Promise<CallResult<unknown>> {
  return callApi({ method: "POST", path: "/api/account/transfer", body, answer: nothing });
}

export function invite(body: { email: string; role: string }): Promise<CallResult<unknown>> {
  return callApi({ method: "POST", path: INVITATIONS, body, answer: nothing });
}

/** Sends an invitation again with a new link. */
export function resendInvitation(id: string): Promise<CallResult<unknown>> {
  return callApi({ method: "POST", path: `${pathOf(INVITATIONS, id)}/resend`, body: {}, answer: nothing });
}

/** Withdraws an invitation. */
export function revokeInvitation(id: string): Promise<CallResult<unknown>> {
  return callApi({ method: "DELETE", path: pathOf(INVITATIONS, id), answer: nothing });
}

/** Accepts an invitation as whoever is signed in. */
export function acceptInvitation(token: string): Promise<CallResult<{ accountSlug: string }>> {
  return callApi({
    method: "POST",
    path: pathOf("/api/invitations", token),
    body: {},
    answer: acceptedAnswer,
  });
}
