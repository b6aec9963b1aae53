import type { PersonFacts } from "../repository";
import type { Session } from "./session";

/** The session that Clerk's middleware verified for this request. */
export async function findClerkSession(): Promise<Session | null> {
  const { auth } = await import("@clerk/nextjs/server");
  const { userId, sessionId, getToken } = await auth();
  if (!userId || !sessionId) return null;
  return { personId: userId, sessionId, providerToken: await getToken() };
}

/** Name and e-mail address of a person, from Clerk. Asked once, when the person is first seen. */
export async function fetchClerkPerson(personId: string): Promise<PersonFacts> {
  const { clerkClient } = await import("@clerk/nextjs/server");
  const user = await (await clerkClient()).users.getUser(personId);
  const email = user.primaryEmailAddress?.emailAddress ?? user.emailAddresses[0]?.emailAddress ?? "";
  return { id: personId, email, name: user.fullName ?? "" };
}
