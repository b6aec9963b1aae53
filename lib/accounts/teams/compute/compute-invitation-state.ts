import type { InvitationRow } from "../repository/invitations";
import type { InvitationLook } from "../schemas";

/** What became of an invitation by an instant. It is good until, not at, the instant it expires. */
export function computeInvitationState(
  row: Pick<InvitationRow, "acceptedAt" | "revokedAt" | "expiresAt">,
  at: Date,
): InvitationLook["state"] {
  if (row.acceptedAt) return "used";
  if (row.revokedAt) return "revoked";
  return row.expiresAt <= at ? "expired" : "open";
}
