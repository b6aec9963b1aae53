import { z } from "zod";
import { DomainError } from "@/lib/platform/errors";
import { noteSessionOver } from "./believed-sessions";
import { describeDevice } from "./describe-device";
import { callIdentity } from "./local-client";
import type { IdentityProvider } from "./provider";

export const instant = z.iso.datetime({ offset: true }).transform((text) => new Date(text));

/** A person as the local identity answers them. */
export const localPerson = z.object({
  id: z.string(),
  email: z.email(),
  name: z.string(),
  avatarUrl: z.string().nullable(),
  updatedAt: instant,
});

const localSession = z.object({
  id: z.string(),
  status: z.string(),
  createdAt: instant,
  lastActiveAt: instant,
  userAgent: z.string().nullable(),
  ip: z.string().nullable(),
});

const pathOfPerson = (id: string): string => `/people/${encodeURIComponent(id)}`;
export const pathOfSession = (id: string): string => `/sessions/${encodeURIComponent(id)}`;

/** The local identity. */
export const localProvider: IdentityProvider = {
  async findPerson(personId) {
    return localPerson.nullable().parse(await callIdentity("GET", pathOfPerson(personId)));
  },

  async updatePerson(personId, change) {
    return localPerson.parse(await callIdentity("PATCH", pathOfPerson(personId), change));
  },

  async listSessions(personId) {
    const answer = await callIdentity("GET", `/sessions?personId=${encodeURIComponent(personId)}`);
    return z
      .object({ sessions: z.array(localSession) })
      .parse(answer)
      .sessions.filter(({ status }) => status === "active")
      .map(({ id, ip, userAgent, createdAt, lastActiveAt }) => ({
        id,
        device: userAgent === null ? null : describeDevice(userAgent),
        ip,
        startedAt: createdAt,
        lastActiveAt,
      }));
  },

  async isSessionActive(sessionId) {
    const answer = await callIdentity("GET", pathOfSession(sessionId));
    return localSession.nullable().parse(answer)?.status === "active";
  },

  async endSession(sessionId) {
    await callIdentity("DELETE", pathOfSession(sessionId)).catch(unlessAbsent);
    noteSessionOver(sessionId);
  },

  async deletePerson(personId) {
    await callIdentity("DELETE", pathOfPerson(personId)).catch(unlessAbsent);
  },
};

function unlessAbsent(error: unknown): void {
  if (!(error instanceof DomainError) || error.status !== 404) throw error;
}
