import type { Role } from "../permissions";

/** What the identity made of a member: another role, or none any more. */
export type PendingRole = Exclude<Role, "owner"> | "none";

export interface SettledMember {
  readonly personId: string;
  readonly role: Role;
  /** Not applied yet; null when the identity has nothing to say. */
  readonly pendingRole: PendingRole | null;
  /** False for people who were deleted: they cannot own anything. */
  readonly isLiving: boolean;
  readonly createdAt: Date;
}

export interface Settlement {
  /** Becomes owner, because the account would have none otherwise. */
  readonly promoted: string | null;
  readonly changed: readonly { readonly personId: string; readonly role: Role }[];
  readonly removed: readonly string[];
  /** The last owner, who stays what they are until there is another one. */
  readonly kept: string | null;
}

/**
 * What becomes of an account's members once everything that the identity said is applied. An account keeps a living
 * owner: if the only one goes, the longest-standing admin follows; if there is no admin either, the owner stays for
 * the time being. The outcome does not depend on the order in which things were said.
 */
export function computeSettlement(members: readonly SettledMember[]): Settlement {
  const isStaying = ({ pendingRole, isLiving }: SettledMember): boolean => isLiving && pendingRole === null;
  const hasOwner = members.some((member) => member.role === "owner" && isStaying(member));
  const heir = hasOwner
    ? undefined
    : members
        .filter((member) => isStaying(member) && member.role === "admin")
        .sort(
          (a, b) => a.createdAt.getTime() - b.createdAt.getTime() || a.personId.localeCompare(b.personId),
        )[0];
  const isOwned = hasOwner || heir !== undefined;
  const going = members.filter(({ pendingRole }) => pendingRole !== null);
  const lastOwners = isOwned ? [] : going.filter(({ role }) => role === "owner");
  const kept = lastOwners.find(({ isLiving }) => isLiving) ?? lastOwners[0];
  const settled = going.filter((member) => member !== kept);
  return {
    promoted: heir?.personId ?? null,
    changed: settled.flatMap(({ personId, pendingRole }) =>
      pendingRole === null || pendingRole === "none" ? [] : [{ personId, role: pendingRole }],
    ),
    removed: settled.filter(({ pendingRole }) => pendingRole === "none").map(({ personId }) => personId),
    kept: kept?.personId ?? null,
  };
}
