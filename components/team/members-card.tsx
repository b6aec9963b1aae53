"use client";

import { useMemo } from "react";
import { useFormat } from "@/components/format/format-provider";
import { ROLE_NAMES } from "@/components/format/role-names";
import { Avatar } from "@/components/ui/avatar";
import { Card, CardHeader } from "@/components/ui/card";
import { type DataColumn, DataTable } from "@/components/ui/data-table";
import { DateTime } from "@/components/ui/date-time";
import { NoValue } from "@/components/ui/no-value";
import { CellDetail } from "@/components/ui/table-parts";
import { describeLastSeen } from "./describe-last-seen";
import { MemberMenu } from "./member-menu";
import { RoleSelect } from "./role-select";
import type { MemberEntry, Role, TeamData } from "./types";

export type MemberAct = "leave" | "remove" | "transfer";

export type MembersCardProps = {
  data: TeamData;
  onRole: (member: MemberEntry, role: Role) => void;
  /** Role that a member is being given. */
  pending: { personId: string; role: Role } | null;
  onAct: (act: MemberAct, member: MemberEntry) => void;
};

/** Who belongs, as what, since when; and when they were last here. */
export function MembersCard(props: MembersCardProps) {
  const { data } = props;
  const columns = useMemo(() => makeColumns(props), [props]);
  return (
    <Card labelledBy="members-title">
      <CardHeader title="Members" titleId="members-title" />
      <div className="mt-2">
        <DataTable label="Members" columns={columns} rows={data.members} rowId={({ personId }) => personId} />
      </div>
    </Card>
  );
}

function makeColumns({ data, onRole, pending, onAct }: MembersCardProps): readonly DataColumn<MemberEntry>[] {
  const owners = data.members.filter(({ role }) => role === "owner").length;
  return [
    { id: "person", header: "Person", cell: (member) => <Person member={member} now={data.now} /> },
    {
      id: "role",
      header: "Role",
      cell: (member) =>
        mayChange(data, member) ? (
          <RoleSelect
            member={member}
            mayTransfer={data.mayTransfer}
            role={pending?.personId === member.personId ? pending.role : member.role}
            onChange={(role) => onRole(member, role)}
          />
        ) : (
          ROLE_NAMES[member.role]
        ),
    },
    {
      id: "joined",
      header: "Joined",
      wideOnly: true,
      className: "text-muted tabular-nums",
      cell: ({ joinedAt }) => <DateTime at={joinedAt} />,
    },
    {
      id: "seen",
      header: "Last seen",
      align: "end",
      wideOnly: true,
      className: "text-muted tabular-nums",
      cell: ({ lastSeenAt }) => <LastSeen at={lastSeenAt} now={data.now} />,
    },
    {
      id: "acts",
      header: "Actions",
      headerHidden: true,
      align: "end",
      className: "w-px",
      cell: (member) => (
        <MemberMenu
          member={member}
          acts={listActs(data, member, owners)}
          onAct={(act) => onAct(act, member)}
        />
      ),
    },
  ];
}

/** Nobody changes themselves here: whoever wants out leaves, and an owner hands over. */
const mayChange = ({ mayManage, mayTransfer }: TeamData, { isViewer, role }: MemberEntry): boolean =>
  mayManage && !isViewer && (role !== "owner" || mayTransfer);

function listActs(data: TeamData, member: MemberEntry, owners: number): readonly MemberAct[] {
  if (member.isViewer) return member.role === "owner" && owners === 1 ? [] : ["leave"];
  if (!mayChange(data, member)) return [];
  return data.mayTransfer && member.role !== "owner" ? ["transfer", "remove"] : ["remove"];
}

function LastSeen({ at, now }: { at: string | null; now: string }) {
  const format = useFormat();
  if (at === null) return <NoValue label="Not yet" />;
  return <time dateTime={at}>{describeLastSeen(at, now, format)}</time>;
}

function Person({ member, now }: { member: MemberEntry; now: string }) {
  const format = useFormat();
  const { name, email, isViewer, lastSeenAt } = member;
  return (
    <span className="flex min-w-0 items-center gap-3 max-sm:max-w-[max(6rem,calc(100vw-15.5rem))]">
      <Avatar name={name || email} of="person" className="max-sm:hidden" />
      <span className="min-w-0">
        <span className="flex min-w-0 gap-1">
          <span className="truncate font-medium">{name || email}</span>
          {isViewer ? <span className="text-muted"> (you)</span> : null}
        </span>
        {name ? <CellDetail className="truncate">{email}</CellDetail> : null}
        <CellDetail phoneOnly className="truncate">
          {lastSeenAt ? `Seen: ${describeLastSeen(lastSeenAt, now, format)}` : "Not seen yet"}
        </CellDetail>
      </span>
    </span>
  );
}
