"use client";

import { UserPlus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useFormat } from "@/components/format/format-provider";
import { Button } from "@/components/ui/button";
import { PageHeader } from "@/components/ui/page-header";
import { showResult } from "@/components/ui/toast";
import { ACCOUNT_HOME } from "@/lib/platform/account-path";
import { computeFreeSeats, describeSeats } from "./describe-seats";
import { INVITE_ID } from "./focus-ids";
import { InvitationsCard } from "./invitations-card";
import { InviteDialog } from "./invite-dialog";
import { LeaveDialog, MakeOwnerDialog, RemoveMemberDialog, RevokeInvitationDialog } from "./loss-dialogs";
import { type MemberAct, MembersCard } from "./members-card";
import { PersonalTeam } from "./personal-team";
import { RightsCard } from "./rights-card";
import { SeatsCard } from "./seats-card";
import { TransferDialog } from "./transfer-dialog";
import type { Invitation, MemberEntry, TeamData } from "./types";
import { useTeamActs } from "./use-team-acts";

type Open =
  | { what: "invite" }
  | { what: MemberAct | "make-owner"; member: MemberEntry }
  | { what: "revoke"; invitation: Invitation }
  | null;

/** The people of an account: who they are, what they may do, who was asked. */
export function Team({ data }: { data: TeamData }) {
  const format = useFormat();
  const router = useRouter();
  const acts = useTeamActs();
  const [open, setOpen] = useState<Open>(null);
  if (data.isPersonal) return <PersonalTeam />;
  const { seats, mayManage } = data;
  const hasSeat = computeFreeSeats(seats) !== 0;
  const close = () => setOpen(null);
  function finish(title: string) {
    setOpen(null);
    showResult({ title });
    router.refresh();
  }
  return (
    <>
      <PageHeader
        title="Team"
        actions={
          mayManage ? (
            <Button
              id={INVITE_ID}
              variant="primary"
              icon={<UserPlus aria-hidden className="size-3.5 stroke-2" />}
              disabledReason={hasSeat ? null : describeSeats(seats, true, format)}
              onClick={() => setOpen({ what: "invite" })}
            >
              Invite
            </Button>
          ) : null
        }
      >
        People who can see or change {data.accountName}.
      </PageHeader>
      <SeatsCard seats={seats} mayManage={mayManage} />
      <MembersCard
        data={data}
        pending={acts.pendingRole}
        onRole={(member, role) =>
          role === "owner" ? setOpen({ what: "make-owner", member }) : void acts.giveRole(member, role)
        }
        onAct={(what, member) => setOpen({ what, member })}
      />
      {mayManage ? (
        <InvitationsCard
          invitations={data.invitations}
          hasSeat={hasSeat}
          busyWith={acts.busyWith}
          onResend={(invitation) => void acts.resend(invitation)}
          onRevoke={(invitation) =>
            invitation.state === "open"
              ? setOpen({ what: "revoke", invitation })
              : void acts.removeExpired(invitation)
          }
        />
      ) : null}
      <RightsCard rights={data.rights} />
      <OpenDialog
        open={open}
        accountName={data.accountName}
        onClose={close}
        onDone={finish}
        // The whole page belongs to an account that is no longer theirs: it is left, not refreshed.
        onLeft={() => window.location.assign(ACCOUNT_HOME)}
      />
    </>
  );
}

type OpenDialogProps = {
  open: Open;
  accountName: string;
  onClose: () => void;
  /** Called with what happened, in words. */
  onDone: (title: string) => void;
  onLeft: () => void;
};

function OpenDialog({ open, accountName, onClose, onDone, onLeft }: OpenDialogProps) {
  if (!open) return null;
  if (open.what === "invite") {
    return <InviteDialog onDone={(email) => onDone(`Invitation sent to ${email}`)} onClose={onClose} />;
  }
  if (open.what === "revoke") {
    return (
      <RevokeInvitationDialog
        invitation={open.invitation}
        onDone={({ email }) => onDone(`Invitation to ${email} revoked`)}
        onClose={onClose}
      />
    );
  }
  const name = open.member.name || open.member.email;
  const about = { accountName, member: open.member, onClose };
  switch (open.what) {
    case "leave":
      return <LeaveDialog {...about} onDone={onLeft} />;
    case "remove":
      return <RemoveMemberDialog {...about} onDone={() => onDone(`${name} removed`)} />;
    case "transfer":
      return <TransferDialog {...about} onDone={() => onDone(`${accountName} transferred to ${name}`)} />;
    case "make-owner":
      return <MakeOwnerDialog {...about} onDone={() => onDone(`${name} is an owner now`)} />;
  }
}
