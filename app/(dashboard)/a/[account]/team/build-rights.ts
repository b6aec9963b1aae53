import type { RoleRight } from "@/components/team/types";
import { type Permission, permissionWords, type Role, rolePermissions } from "@/lib/accounts";

/** The permission table as lines of "What each role may do", in the order of the words above. */
export function buildRights(): readonly RoleRight[] {
  const lines = new Map<string, readonly Role[]>();
  for (const [permission, label] of Object.entries(permissionWords) as [Permission, string][]) {
    const roles: readonly Role[] = rolePermissions[permission];
    const sofar = lines.get(label);
    lines.set(label, sofar ? sofar.filter((role) => roles.includes(role)) : roles);
  }
  return [...lines].map(([label, roles]) => ({ label, roles }));
}
