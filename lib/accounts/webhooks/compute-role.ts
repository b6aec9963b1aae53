import { type Role, roleSchema } from "../permissions";

/**
 * Our role for a role of the identity's organization: `org:admin` and `org:member` are Clerk's own two, and a custom
 * role counts by its name. Who created the organization owns it. Null for a role that is not known here.
 */
export function computeRole(identityRole: string, isCreator: boolean): Role | null {
  const { success, data } = roleSchema.safeParse(identityRole.replace(/^org:/, ""));
  if (!success) return null;
  return data === "admin" && isCreator ? "owner" : data;
}
