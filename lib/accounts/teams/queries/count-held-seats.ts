import type { AccountContext } from "@/lib/platform/context";
import { database } from "@/lib/platform/db";
import { countOpenInvitations } from "../repository/invitations";

/** Seats that open invitations hold. The number is no secret among members; who is invited is. */
export function countHeldSeats({ account, clock }: AccountContext): Promise<number> {
  return countOpenInvitations(database(), account.id, clock.now(), null);
}
