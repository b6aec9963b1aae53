import type { Context } from "@/lib/platform/context";
import { forbidden } from "@/lib/platform/errors";
import { type IdentitySession, identityProvider } from "../identity/provider";
import type { PersonSession } from "./schemas";

/**
 * The person and the session that ask.
 *
 * @throws DomainError FORBIDDEN for keys, jobs and webhooks
 */
export function requireActingSession({ actor }: Context): {
  readonly personId: string;
  readonly sessionId: string;
} {
  if (actor.kind === "person") return actor;
  throw forbidden("Only a signed-in person has sessions.");
}

/** The running sessions of the caller: this one first, then the last used. */
export async function listSessions(ctx: Context): Promise<PersonSession[]> {
  const { personId, sessionId } = requireActingSession(ctx);
  const sessions = await identityProvider().listSessions(personId);
  const rank = ({ id, lastActiveAt }: IdentitySession) =>
    id === sessionId ? Number.POSITIVE_INFINITY : lastActiveAt.getTime();
  return sessions
    .toSorted((a, b) => rank(b) - rank(a))
    .map(({ id, device, ip, startedAt, lastActiveAt }) => ({
      id,
      device,
      ip,
      startedAt: startedAt.toISOString(),
      lastActiveAt: lastActiveAt.toISOString(),
      isCurrent: id === sessionId,
    }));
}
