"use client";

import { DataTable } from "@/components/ui/data-table";
import { DateTime } from "@/components/ui/date-time";
import { Empty } from "@/components/ui/empty";
import { NoValue } from "@/components/ui/no-value";
import { CellDetail } from "@/components/ui/table-parts";
import { nameActor } from "./name-actor";
import type { AuditEntry } from "./types";

/** Id of the button that opens an entry. */
export const entryButtonId = (id: string): string => `entry-${id}`;

export type AuditTableProps = {
  entries: readonly AuditEntry[];
  selectedId: string | null;
  isNarrowed: boolean;
  onOpen: (id: string) => void;
};

/** The entries, newest first. What happened is a button that opens the whole entry. */
export function AuditTable({ entries, selectedId, isNarrowed, onOpen }: AuditTableProps) {
  return (
    <DataTable
      label="Audit log"
      rows={entries}
      rowId={({ id }) => id}
      selectedId={selectedId}
      empty={
        <Empty level={2} title={isNarrowed ? "No entry fits" : "No entries yet"}>
          {isNarrowed
            ? "Take a filter away to see more."
            : "Everything that changes in this account from now on stands here."}
        </Empty>
      }
      columns={[
        {
          id: "what",
          header: "What happened",
          cell: (entry) => (
            <>
              <button
                id={entryButtonId(entry.id)}
                type="button"
                className="text-left font-medium text-ink hover:underline"
                onClick={() => onOpen(entry.id)}
              >
                {entry.sentence}
              </button>
              <CellDetail className="font-mono text-[0.6875rem]">{entry.action}</CellDetail>
              <CellDetail phoneOnly>
                {nameActor(entry.actor)}, <DateTime at={entry.occurredAt} as="full" />
              </CellDetail>
            </>
          ),
        },
        { id: "by", header: "By", wideOnly: true, cell: (entry) => nameActor(entry.actor) },
        {
          id: "address",
          header: "Address",
          wideOnly: true,
          cell: ({ ip }) =>
            ip === null ? <NoValue label="No address" /> : <span className="font-mono text-xs">{ip}</span>,
        },
        {
          id: "when",
          header: "When",
          wideOnly: true,
          align: "end",
          className: "whitespace-nowrap tabular-nums",
          cell: ({ occurredAt }) => <DateTime at={occurredAt} as="full" />,
        },
        {
          id: "sequence",
          header: "No.",
          wideOnly: true,
          align: "end",
          className: "tabular-nums text-muted",
          cell: ({ sequence }) => sequence.toLocaleString("en-US"),
        },
      ]}
    />
  );
}
