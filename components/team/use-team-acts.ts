"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { changeRole, resendInvitation, revokeInvitation } from "@/components/api/team-calls";
import { ROLE_NAMES } from "@/components/format/role-names";
import { showRefusal, showResult } from "@/components/ui/toast";
import type { Invitation, MemberEntry, Role } from "./types";

const nameOf = ({ name, email }: MemberEntry): string => name || email;

/** The acts that need no question: giving a role, sending an invitation again, removing an expired one. */
export function useTeamActs() {
  const router = useRouter();
  const [pendingRole, setPendingRole] = useState<{ personId: string; role: Role } | null>(null);
  const [busyWith, setBusyWith] = useState<string | null>(null);

  async function giveRole(member: MemberEntry, role: Role) {
    if (pendingRole || role === member.role) return;
    setPendingRole({ personId: member.personId, role });
    const result = await changeRole(member.personId, role);
    if (result.ok) {
      showResult({ title: `${nameOf(member)}’s role is ${ROLE_NAMES[role]} now` });
      router.refresh();
    } else {
      showRefusal({ title: "Their role is as it was", detail: result.message });
    }
    setPendingRole(null);
  }

  async function resend(invitation: Invitation) {
    if (busyWith) return;
    setBusyWith(invitation.id);
    const result = await resendInvitation(invitation.id);
    setBusyWith(null);
    if (!result.ok) return showRefusal({ title: "Nothing was sent", detail: result.message });
    showResult({
      title: `Sent again to ${invitation.email}`,
      detail: "The link that was sent before no longer works.",
    });
    router.refresh();
  }

  async function removeExpired(invitation: Invitation) {
    if (busyWith) return;
    setBusyWith(invitation.id);
    const result = await revokeInvitation(invitation.id);
    setBusyWith(null);
    if (!result.ok) return showRefusal({ title: "Nothing was removed", detail: result.message });
    router.refresh();
  }

  return { pendingRole, busyWith, giveRole, resend, removeExpired };
}
