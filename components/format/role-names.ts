import type { Role } from "@/lib/accounts";

/** A role as it stands alone, in a column or a choice. */
export const ROLE_NAMES: Readonly<Record<Role, string>> = {
  owner: "Owner",
  admin: "Admin",
  billing: "Billing",
  member: "Member",
  viewer: "Viewer",
};
