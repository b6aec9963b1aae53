import type { Clock } from "@/lib/platform/clock";
import { deleteClosedInvitations } from "../repository/invitations";

/** As long as anybody will look for an invitation that came to nothing. */
const KEEP_DAYS = 90;

/** Deletes invitations that have been closed or expired for three months. @returns how many */
export function pruneInvitations(clock: Clock): Promise<number> {
  return deleteClosedInvitations(new Date(clock.now().getTime() - KEEP_DAYS * 24 * 3_600_000));
}
