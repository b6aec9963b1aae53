"use client";

import { Badge } from "@/components/ui/badge";
import { Card, CardHeader } from "@/components/ui/card";
import { type DataColumn, DataTable } from "@/components/ui/data-table";
import { DateTime } from "@/components/ui/date-time";
import { Empty } from "@/components/ui/empty";
import { NoValue } from "@/components/ui/no-value";
import { CellDetail } from "@/components/ui/table-parts";
import type { CustomerMember } from "./types";

/** Who belongs to the account. */
export function CustomerMembersCard({ members }: { members: readonly CustomerMember[] }) {
  return (
    <Card labelledBy="members-heading">
      <CardHeader title="Members" titleId="members-heading" />
      <div className="mt-2">
        <DataTable
          label="Members"
          columns={COLUMNS}
          rows={members}
          rowId={(member) => member.id}
          empty={<Empty title="No members">Everybody who belonged to it has left.</Empty>}
        />
      </div>
    </Card>
  );
}

const COLUMNS: readonly DataColumn<CustomerMember>[] = [
  {
    id: "name",
    header: "Name",
    className: "[overflow-wrap:anywhere]",
    cell: ({ name, email }) => (
      <>
        {name || <NoValue />}
        <CellDetail>{email}</CellDetail>
      </>
    ),
  },
  {
    id: "role",
    header: "Role",
    cell: ({ role }) => <Badge>{`${role.charAt(0).toUpperCase()}${role.slice(1)}`}</Badge>,
  },
  {
    id: "joined",
    header: "Joined",
    align: "end",
    wideOnly: true,
    className: "whitespace-nowrap tabular-nums",
    cell: ({ joinedAt }) => <DateTime at={joinedAt} />,
  },
];
