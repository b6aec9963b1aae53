import { env } from "@/lib/platform/env";
import type { PersonFacts } from "../repository";
import { clerkProvider } from "./clerk-provider";
import { localProvider } from "./local-provider";

/** What the identity provider says about a person. It is the source of these facts; our rows are a copy. */
export interface IdentityPerson extends PersonFacts {
  readonly avatarUrl: string | null;
  /** When the provider last changed them: of two statements the later one holds. */
  readonly updatedAt: Date;
}

/** What may be changed of a person through us. What is left out stays. */
export interface IdentityPersonChange {
  readonly name?: string;
  /** Null removes the picture. */
  readonly avatarUrl?: string | null;
}

/** A running sign-in of a person, in words that say which device it is. */
export interface IdentitySession {
  readonly id: string;
  /** "Firefox on Linux"; null when the provider does not know. */
  readonly device: string | null;
  readonly ip: string | null;
  readonly startedAt: Date;
  readonly lastActiveAt: Date;
}

/** What is asked of an identity provider. Clerk and the local identity both answer it. */
export interface IdentityProvider {
  /** Null when the provider does not know the person (any more). */
  findPerson(personId: string): Promise<IdentityPerson | null>;
  /**
   * Changes a person at the provider.
   *
   * @throws DomainError NOT_FOUND, or a refusal of the provider in its own words
   */
  updatePerson(personId: string, change: IdentityPersonChange): Promise<IdentityPerson>;
  /** The sessions that run, newest first. */
  listSessions(personId: string): Promise<readonly IdentitySession[]>;
  /** Whether the session runs, asked at the provider now. */
  isSessionActive(sessionId: string): Promise<boolean>;
  /** Ends a session. Ending one that has ended, or never was, changes nothing. */
  endSession(sessionId: string): Promise<void>;
  /** Deletes a person, and with them their sessions. One who is gone already is as good as deleted. */
  deletePerson(personId: string): Promise<void>;
}

/** The provider this installation runs on. */
export const identityProvider = (): IdentityProvider =>
  env().identity.mode === "clerk" ? clerkProvider : localProvider;
