"use client";

import { changeRole, leaveAccount, removeMember, revokeInvitation } from "@/components/api/team-calls";
import type { CallResult } from "@/components/api/types";
import { useAct } from "@/components/api/use-act";
import { ConfirmLoss, type ConfirmLossProps } from "@/components/ui/alert-dialog";
import { INVITE_ID, memberActionsId, memberRoleId, revokeInvitationId } from "./focus-ids";
import type { Invitation, MemberEntry } from "./types";

type Words = Pick<ConfirmLossProps, "title" | "description" | "keepLabel" | "actLabel" | "returnFocusTo">;

type AskProps = Words & {
  /** What stays as it was when the act is refused: "Nobody was removed." */
  refused: string;
  act: () => Promise<CallResult<unknown>>;
  onDone: () => void;
  onClose: () => void;
};

function Ask({ refused, act, onDone, onClose, ...words }: AskProps) {
  const { busyWith, refusal, run } = useAct(act);
  async function confirm() {
    const result = await run("act");
    if (result.ok) onDone();
  }
  return (
    <ConfirmLoss
      {...words}
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      busy={busyWith !== null}
      error={refusal ? `${refused} ${refusal.message}` : null}
      onConfirm={() => void confirm()}
    />
  );
}

export type AboutMember = {
  accountName: string;
  member: MemberEntry;
  onDone: (member: MemberEntry) => void;
  onClose: () => void;
};

const nameOf = ({ name, email }: MemberEntry): string => name || email;

/** Asks before somebody loses access. */
export function RemoveMemberDialog({ accountName, member, onDone, onClose }: AboutMember) {
  const name = nameOf(member);
  return (
    <Ask
      title={`Remove ${name}?`}
      description={`${name} loses access to ${accountName} with their next click, and every API key they made here stops working at once. What they did and counted stays. To come back they must be invited again.`}
      keepLabel={`Keep ${name}`}
      actLabel={`Remove ${name}`}
      refused="Nobody was removed."
      returnFocusTo={[memberActionsId(member.personId), INVITE_ID]}
      act={() => removeMember(member.personId)}
      onDone={() => onDone(member)}
      onClose={onClose}
    />
  );
}

/** Asks before one gives one's own access up. */
export function LeaveDialog({ accountName, member, onDone, onClose }: AboutMember) {
  return (
    <Ask
      title={`Leave ${accountName}?`}
      description={`You lose access to ${accountName}, and every API key you made here stops working at once. Your other accounts are as they were. To come back you must be invited again.`}
      keepLabel="Stay"
      actLabel={`Leave ${accountName}`}
      refused="You still belong."
      returnFocusTo={[memberActionsId(member.personId)]}
      act={leaveAccount}
      onDone={() => onDone(member)}
      onClose={onClose}
    />
  );
}

/** Asks before somebody becomes an owner, who can then take the account away. */
export function MakeOwnerDialog({ accountName, member, onDone, onClose }: AboutMember) {
  const name = nameOf(member);
  return (
    <Ask
      title={`Make ${name} an owner?`}
      description={`An owner of ${accountName} may do everything you may: delete it, transfer it, and remove you.`}
      keepLabel="Keep their role"
      actLabel={`Make ${name} an owner`}
      refused="Their role is as it was."
      returnFocusTo={[memberRoleId(member.personId)]}
      act={() => changeRole(member.personId, "owner")}
      onDone={() => onDone(member)}
      onClose={onClose}
    />
  );
}

export type RevokeInvitationDialogProps = {
  invitation: Invitation;
  onDone: (invitation: Invitation) => void;
  onClose: () => void;
};

/** Asks before a link that still works stops working. */
export function RevokeInvitationDialog({ invitation, onDone, onClose }: RevokeInvitationDialogProps) {
  return (
    <Ask
      title={`Revoke the invitation to ${invitation.email}?`}
      description="The link that was sent stops working at once, and its seat is free again."
      keepLabel="Keep the invitation"
      actLabel="Revoke invitation"
      refused="The invitation still works."
      returnFocusTo={[revokeInvitationId(invitation.id), INVITE_ID]}
      act={() => revokeInvitation(invitation.id)}
      onDone={() => onDone(invitation)}
      onClose={onClose}
    />
  );
}
