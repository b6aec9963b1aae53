import type { Role } from "../../permissions";

/** A role as it stands in a sentence: "as an admin". */
export const roleWords: Readonly<Record<Role, string>> = {
  owner: "an owner",
  admin: "an admin",
  billing: "a billing contact",
  member: "a member",
  viewer: "a viewer",
};
