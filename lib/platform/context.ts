import type { Clock } from "./clock";
import type { Logger } from "./log";

/** Who acts. Jobs and webhooks are audited like people. */
export type Actor =
  | { readonly kind: "person"; readonly personId: string; readonly sessionId: string }
  | { readonly kind: "api_key"; readonly apiKeyId: string }
  | { readonly kind: "job"; readonly jobId: string; readonly runId: string }
  | { readonly kind: "webhook"; readonly provider: string; readonly eventId: string }
  | { readonly kind: "system"; readonly name: string };

/** What every action gets: who acts, when, and where to log. */
export interface Context {
  readonly requestId: string;
  readonly actor: Actor;
  readonly clock: Clock;
  readonly log: Logger;
  /** The caller's address, null for jobs. */
  readonly ip: string | null;
}

/** A context that acts in one account. `permissions` is what the caller may do there. */
export interface AccountContext extends Context {
  readonly account: { readonly id: string };
  readonly permissions: ReadonlySet<string>;
}

/** The id that the audit log stores for an actor. */
export function actorId(actor: Actor): string {
  switch (actor.kind) {
    case "person":
      return actor.personId;
    case "api_key":
      return actor.apiKeyId;
    case "job":
      return `${actor.jobId}:${actor.runId}`;
    case "webhook":
      return `${actor.provider}:${actor.eventId}`;
    case "system":
      return actor.name;
  }
}
