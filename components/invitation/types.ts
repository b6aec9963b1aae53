import type { InvitationLook } from "@/lib/accounts";

/** What whoever opened the link sees, and may do. */
export type InvitationData = {
  token: string;
  look: InvitationLook;
  /** Address of the account when the visitor belongs already. */
  homeHref: string | null;
  /** The signed-in visitor; null when nobody is. */
  visitor: { email: string; isInvited: boolean } | null;
};
