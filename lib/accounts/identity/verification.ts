import { z } from "zod";
import type { Clock } from "@/lib/platform/clock";
import { RECENT_SIGN_IN_MINUTES, reverificationRequired } from "@/lib/platform/errors";
import type { Session } from "./session";

const MINUTE_MS = 60_000;
/** The identity's clock may run ahead of ours by this much. */
const SKEW_MS = 30_000;

/** Minutes that had passed at `iat` since the first factor was checked, and the second (-1: never). */
const factorAges = z.object({
  iat: z.int().positive(),
  fva: z.tuple([z.int().nonnegative(), z.int().min(-1)]),
});

/**
 * When the person last proved who they are, by the claims of a verified session token. Null when the token
 * does not say, or says something that cannot be: nothing is concluded from that.
 */
export function computeVerifiedAt(claims: object): Date | null {
  const { success, data } = factorAges.safeParse(claims);
  if (!success) return null;
  const at = new Date(data.iat * 1_000 - data.fva[0] * MINUTE_MS);
  return Number.isNaN(at.getTime()) ? null : at;
}

/** Whether the person proved who they are within the last ten minutes. A time that is yet to come proves nothing. */
export function isRecentSignIn({ verifiedAt }: Session, clock: Clock): boolean {
  if (!verifiedAt) return false;
  const ageMs = clock.now().getTime() - verifiedAt.getTime();
  return ageMs >= -SKEW_MS && ageMs <= RECENT_SIGN_IN_MINUTES * MINUTE_MS;
}

/**
 * For pages and server actions; routes say `recentSignIn: true` instead.
 *
 * @throws DomainError REVERIFICATION_REQUIRED when the person has to confirm first that it is them
 */
export function requireRecentSignIn(session: Session, clock: Clock): void {
  if (!isRecentSignIn(session, clock)) throw reverificationRequired();
}
