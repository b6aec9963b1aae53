"use client";

import type { ReactNode } from "react";
import { type DataColumn, DataTable } from "@/components/ui/data-table";
import { Empty } from "@/components/ui/empty";
import { CellDetail } from "@/components/ui/table-parts";
import type { AuditEntry } from "./types";

/** Id of the button that opens an entry. */
export const entryButtonId = (id: string): string => `entry-${id}`;

export type AuditTableProps<Row extends AuditEntry> = {
  rows: readonly Row[];
  selectedId: string | null;
  isNarrowed: boolean;
  onOpen: (id: string) => void;
  /** Said of a log without entries. */
  emptyHint: string;
  /** What stands under the sentence where there is room for no other column. */
  phoneDetail: (row: Row) => ReactNode;
  /** Columns beside what happened. */
  columns: readonly DataColumn<Row>[];
};

/** The entries, newest first. What happened is a button that opens the whole entry. */
export function AuditTable<Row extends AuditEntry>(props: AuditTableProps<Row>) {
  const { rows, selectedId, isNarrowed, onOpen, emptyHint, phoneDetail, columns } = props;
  return (
    <DataTable
      label="Audit log"
      rows={rows}
      rowId={({ id }) => id}
      selectedId={selectedId}
      empty={
        <Empty level={2} title={isNarrowed ? "No entry fits" : "No entries yet"}>
          {isNarrowed ? "Take a filter away to see more." : emptyHint}
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
              <CellDetail phoneOnly>{phoneDetail(row)}</CellDetail>
            </>
          ),
        },
        ...columns,
      ]}
    />
  );
}
