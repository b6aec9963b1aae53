import type { Queryable } from "@/lib/platform/db";
import { noSeatToJoin, seatsTaken } from "./errors";
import { countOpenInvitations } from "./repository/invitations";

export interface Seats {
  /** Members. */
  readonly used: number;
  /** Null is unlimited. */
  readonly limit: number | null;
}

/**
 * The gauge of seats: what the plan allows and how many members there are, read through the given connection so
 * that it sees what the transaction sees. The application joins it to the plans.
 */
export type ReadSeats = (accountId: string, at: Date, sql: Queryable) => Promise<Seats>;

/**
 * Refuses unless a seat is free for one more invitation: members and other open invitations hold theirs. The
 * caller holds the account's lock.
 *
 * @throws DomainError SEATS_TAKEN
 */
export async function requireSeatToInvite(
  tx: Queryable,
  readSeats: ReadSeats,
  accountId: string,
  at: Date,
  exceptInvitation: string | null,
): Promise<void> {
  const { used, limit } = await readSeats(accountId, at, tx);
  const invitations = await countOpenInvitations(tx, accountId, at, exceptInvitation);
  if (limit !== null && used + invitations >= limit) {
    throw seatsTaken({ used: used + invitations, limit, invitations });
  }
}

/**
 * Refuses unless a seat is free for one more member, whose invitation held it. The caller holds the account's lock.
 *
 * @throws DomainError SEATS_TAKEN
 */
export async function requireSeatToJoin(
  tx: Queryable,
  readSeats: ReadSeats,
  accountId: string,
  at: Date,
): Promise<void> {
  const { used, limit } = await readSeats(accountId, at, tx);
  if (limit !== null && used >= limit) throw noSeatToJoin(used, limit);
}
