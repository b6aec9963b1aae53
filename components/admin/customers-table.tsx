"use client";

import Link from "next/link";
import { useMemo } from "react";
import { PlanBadge } from "@/components/billing/status-badge";
import type { Format } from "@/components/format/create-format";
import { useFormat } from "@/components/format/format-provider";
import { ButtonLink } from "@/components/ui/button-link";
import { type DataColumn, DataTable } from "@/components/ui/data-table";
import { DateTime } from "@/components/ui/date-time";
import { Empty } from "@/components/ui/empty";
import { NoValue } from "@/components/ui/no-value";
import { CellDetail } from "@/components/ui/table-parts";
import type { CustomerRow } from "./types";

export type CustomersTableProps = { rows: readonly CustomerRow[]; search: string; now: string };

/** The accounts found. Opening one is never prefetched: a look is recorded. */
export function CustomersTable({ rows, search, now }: CustomersTableProps) {
  const format = useFormat();
  const columns = useMemo(() => makeColumns(now, format), [now, format]);
  return (
    <DataTable
      label="Customers"
      columns={columns}
      rows={rows}
      rowId={(row) => row.id}
      empty={
        search === "" ? (
          <Empty title="No accounts" level={2}>
            The first one is made when somebody signs up.
          </Empty>
        ) : (
          <Empty
            title={`Nothing matches “${search}”`}
            level={2}
            actions={<ButtonLink href="/admin/customers">Show all customers</ButtonLink>}
          >
            Part of a name or of a member’s e-mail address finds an account; slugs are found by their
            beginning, ids only as a whole.
          </Empty>
        )
      }
    />
  );
}

const makeColumns = (now: string, format: Format): readonly DataColumn<CustomerRow>[] => [
  {
    id: "name",
    header: "Account",
    className: "[overflow-wrap:anywhere]",
    cell: (row) => (
      <>
        <Link href={row.href} prefetch={false} className="font-medium">
          {row.name}
        </Link>
        <CellDetail>
          {row.isPersonal ? "Personal, " : ""}
          <span className="font-mono">{row.slug}</span>
        </CellDetail>
      </>
    ),
  },
  { id: "plan", header: "Plan", className: "whitespace-nowrap", cell: (row) => row.plan.name },
  {
    id: "status",
    header: "Subscription",
    cell: (row) =>
      row.plan.status === "free" ? <NoValue label="None" /> : <PlanBadge plan={row.plan} now={now} />,
  },
  {
    id: "members",
    header: "Members",
    align: "end",
    wideOnly: true,
    className: "tabular-nums",
    cell: (row) => format.formatCount(row.members),
  },
  {
    id: "since",
    header: "Since",
    align: "end",
    wideOnly: true,
    className: "whitespace-nowrap tabular-nums",
    cell: (row) => <DateTime at={row.createdAt} />,
  },
];
