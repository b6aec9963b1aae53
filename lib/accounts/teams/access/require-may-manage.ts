import { forbidden } from "@/lib/platform/errors";
import { permissionsOfRole, type Role } from "../../permissions";

/**
 * Whether a role may manage members that have, or are to have, the given roles. Making, changing and removing
 * owners is giving or taking the account, and belongs to those who may transfer it.
 *
 * @throws DomainError FORBIDDEN
 */
export function requireMayManage(actorRole: Role, concerned: readonly Role[]): void {
  const permissions = permissionsOfRole(actorRole);
  if (!permissions.has("members.manage")) {
    throw forbidden(`Your role here is ${actorRole}, which does not include this. Ask an owner or admin.`);
  }
  if (concerned.includes("owner") && !permissions.has("account.transfer")) {
    throw forbidden("Only an owner may make, change or remove an owner.");
  }
}
