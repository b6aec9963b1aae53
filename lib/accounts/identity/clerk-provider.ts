import { type ClerkClient, createClerkClient } from "@clerk/backend";
import { type ClerkAPIResponseError, isClerkAPIResponseError } from "@clerk/backend/errors";
import { env } from "@/lib/platform/env";
import { DomainError, notFound, providerUnavailable, rateLimited, refused } from "@/lib/platform/errors";
import { guard } from "@/lib/platform/resilience";
import { noteSessionOver } from "./believed-sessions";
import type { IdentityProvider, IdentitySession } from "./provider";
import { clerkUser, computePerson, splitName } from "./read-user";

/** More sessions than anyone has; Clerk's largest page. */
const SESSIONS_A_PAGE = 500;

/** Clerk's Backend API. */
export const clerkProvider: IdentityProvider = {
  async findPerson(personId) {
    const user = await ask((clerk) => clerk.users.getUser(personId)).catch(absent);
    return user && computePerson(clerkUser.parse(user.raw));
  },

  async updatePerson(personId, { name, avatarUrl }) {
    if (avatarUrl) {
      throw refused("AVATAR_AT_PROVIDER", "Pictures are uploaded at Clerk: open your account there.");
    }
    if (avatarUrl === null) await ask((clerk) => clerk.users.deleteUserProfileImage(personId));
    const user = await ask((clerk) =>
      name === undefined ? clerk.users.getUser(personId) : clerk.users.updateUser(personId, splitName(name)),
    );
    return computePerson(clerkUser.parse(user.raw));
  },

  async listSessions(personId) {
    const { data } = await ask((clerk) =>
      clerk.sessions.getSessionList({ userId: personId, status: "active", limit: SESSIONS_A_PAGE }),
    );
    return data.map(
      ({ id, createdAt, lastActiveAt, latestActivity }): IdentitySession => ({
        id,
        device:
          [latestActivity?.browserName, latestActivity?.deviceType].filter(Boolean).join(" on ") || null,
        ip: latestActivity?.ipAddress ?? null,
        startedAt: new Date(createdAt),
        lastActiveAt: new Date(lastActiveAt),
      }),
    );
  },

  async isSessionActive(sessionId) {
    const session = await ask((clerk) => clerk.sessions.getSession(sessionId)).catch(absent);
    return session?.status === "active";
  },

  async endSession(sessionId) {
    await ask((clerk) => clerk.sessions.revokeSession(sessionId)).catch(absent);
    noteSessionOver(sessionId);
  },

  async deletePerson(personId) {
    await ask((clerk) => clerk.users.deleteUser(personId)).catch(absent);
  },
};

let client: ClerkClient | undefined;

function clerkClient(): ClerkClient {
  const { identity } = env();
  if (identity.mode !== "clerk") throw new Error("Clerk is not in use.");
  client ??= createClerkClient({ secretKey: identity.secretKey, telemetry: { disabled: true } });
  return client;
}

/** A call of Clerk under deadline and circuit breaker; its refusals become ours. */
async function ask<T>(call: (clerk: ClerkClient) => Promise<T>): Promise<T> {
  const guarded = guard({
    service: "Clerk",
    timeoutMs: 5_000,
    retries: 2,
    isOutage: (error) => !isClerkAPIResponseError(error) || error.status >= 500,
  });
  try {
    return await guarded.run(() => call(clerkClient()));
  } catch (error) {
    throw isClerkAPIResponseError(error) ? refusalOf(error) : error;
  }
}

function refusalOf(error: ClerkAPIResponseError): DomainError {
  const said = error.errors[0]?.longMessage ?? error.errors[0]?.message ?? `Clerk answered ${error.status}.`;
  if (error.status === 404) return notFound("The person or session");
  if (error.status === 429) return rateLimited("Clerk is asked too often right now.", error.retryAfter ?? 10);
  if (error.status === 400 || error.status === 422) return refused("IDENTITY_REFUSED", said);
  return providerUnavailable(`Clerk answered ${error.status}: ${said}`);
}

function absent(error: unknown): null {
  if (error instanceof DomainError && error.status === 404) return null;
  throw error;
}
