import type { Money } from "@/components/format/types";
import type { Invitation, Member, Role } from "@/lib/accounts";

export type MemberEntry = Member & { isViewer: boolean };

export type Seats = {
  /** Members. */
  used: number;
  /** Null when the plan has no limit. */
  limit: number | null;
  /** Seats that open invitations hold. */
  held: number;
  planName: string;
  /** The cheapest plan with more seats; null when there is none, or the viewer cannot buy. */
  next: { name: string; limit: number | null; price: Money; interval: string; href: string } | null;
};

/** One line of "What each role may do". */
export type RoleRight = { label: string; roles: readonly Role[] };

export type TeamData = {
  accountName: string;
  /** A person's own account has no further members. */
  isPersonal: boolean;
  /** The viewer may invite and remove people, and change roles. */
  mayManage: boolean;
  /** The viewer may make owners and hand the account over. */
  mayTransfer: boolean;
  seats: Seats;
  members: readonly MemberEntry[];
  invitations: readonly Invitation[];
  rights: readonly RoleRight[];
  now: string;
};

export type { Invitation, Role };
