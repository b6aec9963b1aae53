"use client";

import { ROLE_NAMES } from "@/components/format/role-names";
import { Select } from "@/components/ui/select";
import { memberRoleId } from "./focus-ids";
import type { MemberEntry, Role } from "./types";

const ROLES = Object.keys(ROLE_NAMES) as Role[];

export type RoleSelectProps = {
  member: MemberEntry;
  role: Role;
  /** The viewer may make owners. */
  mayTransfer: boolean;
  onChange: (role: Role) => void;
};

/** A member's role; choosing another gives it at once. */
export function RoleSelect({ member, role, mayTransfer, onChange }: RoleSelectProps) {
  const options = ROLES.filter((each) => each !== "owner" || mayTransfer);
  return (
    <Select
      id={memberRoleId(member.personId)}
      label={`Role of ${member.name || member.email}`}
      value={role}
      options={options.map((value) => ({ value, label: ROLE_NAMES[value] }))}
      onChange={(next) => onChange(next as Role)}
    />
  );
}
