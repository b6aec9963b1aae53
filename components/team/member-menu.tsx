"use client";

import { ArrowRightLeft, Ellipsis, LogOut, UserMinus } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { Menu, MenuItem } from "@/components/ui/menu";
import { memberActionsId } from "./focus-ids";
import type { MemberAct } from "./members-card";
import type { MemberEntry } from "./types";

const ACTS: Readonly<Record<MemberAct, { label: string; icon: ReactNode; tone: "default" | "danger" }>> = {
  transfer: { label: "Transfer the account", icon: <ArrowRightLeft aria-hidden />, tone: "default" },
  remove: { label: "Remove from the account", icon: <UserMinus aria-hidden />, tone: "danger" },
  leave: { label: "Leave the account", icon: <LogOut aria-hidden />, tone: "danger" },
};

export type MemberMenuProps = {
  member: MemberEntry;
  acts: readonly MemberAct[];
  onAct: (act: MemberAct) => void;
};

/** What can be done with a member; nothing is drawn when that is nothing. */
export function MemberMenu({ member, acts, onAct }: MemberMenuProps) {
  if (acts.length === 0) return null;
  return (
    <Menu
      trigger={
        <Button
          id={memberActionsId(member.personId)}
          size="xs"
          variant="quiet"
          shape="icon"
          aria-label={`Actions for ${member.name || member.email}`}
        >
          <Ellipsis aria-hidden className="size-4 stroke-[1.75]" />
        </Button>
      }
    >
      {acts.map((act) => (
        <MenuItem key={act} tone={ACTS[act].tone} onSelect={() => onAct(act)}>
          {ACTS[act].icon}
          {ACTS[act].label}
        </MenuItem>
      ))}
    </Menu>
  );
}
