import type { Context } from "@/lib/platform/context";
import { forbidden } from "@/lib/platform/errors";

/**
 * The person who acts, for what only a person has: a profile, preferences.
 *
 * @throws DomainError FORBIDDEN for keys, jobs and webhooks
 */
export function requireActingPerson(ctx: Context): string {
  if (ctx.actor.kind === "person") return ctx.actor.personId;
  throw forbidden("Only a signed-in person has a profile.");
}
