"use client";

import Link from "next/link";
import { entryButtonId } from "@/components/audit/audit-table";
import { nameActor } from "@/components/audit/name-actor";
import { DataTable } from "@/components/ui/data-table";
import { DateTime } from "@/components/ui/date-time";
import { Empty } from "@/components/ui/empty";
import { CellDetail } from "@/components/ui/table-parts";
import type { AdminAuditRow } from "./types";

export type AuditLogTableProps = {
  rows: readonly AdminAuditRow[];
  selectedId: string | null;
  isNarrowed: boolean;
  onOpen: (id: string) => void;
};

/** Entries of every account, newest first. */
export function AuditLogTable({ rows, selectedId, isNarrowed, onOpen }: AuditLogTableProps) {
  return (
    <DataTable
      label="Audit log"
      rows={rows}
      rowId={({ id }) => id}
      selectedId={selectedId}
      empty={
        <Empty level={2} title={isNarrowed ? "No entry fits" : "No entries yet"}>
          {isNarrowed
            ? "Take a filter away to see more."
            : "Everything that changes from now on stands here."}
        </Empty>
      }
      columns={[
        {
          id: "what",
          header: "What happened",
          cell: (row) => (
            <>
              <button
                id={entryButtonId(row.id)}
                type="button"
                className="text-left font-medium text-ink hover:underline"
                onClick={() => onOpen(row.id)}
              >
                {row.sentence}
              </button>
              <CellDetail className="font-mono text-[0.6875rem]">{row.action}</CellDetail>
              <CellDetail phoneOnly>
                <AccountOf row={row} isInText />, <DateTime at={row.occurredAt} as="full" />
              </CellDetail>
            </>
          ),
        },
        {
          id: "account",
          header: "Account",
          wideOnly: true,
          className: "[overflow-wrap:anywhere]",
          cell: (row) => <AccountOf row={row} />,
        },
        { id: "by", header: "By", wideOnly: true, cell: (row) => nameActor(row.actor) },
        {
          id: "when",
          header: "When",
          align: "end",
          wideOnly: true,
          className: "whitespace-nowrap tabular-nums",
          cell: (row) => <DateTime at={row.occurredAt} as="full" />,
        },
      ]}
    />
  );
}

/** @param isInText beside other words, where colour alone would not show that it leads somewhere */
function AccountOf({ row: { account }, isInText = false }: { row: AdminAuditRow; isInText?: boolean }) {
  if (!account) return <span className="text-muted">Installation</span>;
  return (
    <Link href={account.href} prefetch={false} className={isInText ? "underline" : undefined}>
      {account.name}
    </Link>
  );
}
