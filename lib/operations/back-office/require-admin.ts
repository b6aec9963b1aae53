import type { Context } from "@/lib/platform/context";
import { forbidden } from "@/lib/platform/errors";

/**
 * The platform admin who acts. That they are one was judged when they were let in; here it is certain that a person
 * stands behind what goes into a tenant's log.
 *
 * @throws DomainError FORBIDDEN for jobs, keys and programs
 */
export function requireAdminPerson({ actor }: Context): string {
  if (actor.kind !== "person") throw forbidden("Only a platform admin can look into accounts.");
  return actor.personId;
}
