"use client";

import { parseAsString, useQueryState } from "nuqs";
import { type ReactNode, useState } from "react";
import { Card } from "@/components/ui/card";
import { ListPages, type ListPagesProps } from "@/components/ui/list-pages";
import { AuditDrawer } from "./audit-drawer";
import { AuditFilters } from "./audit-filters";
import { AuditTable, type AuditTableProps, entryButtonId } from "./audit-table";
import type { AuditEntry, AuditFilterValues, Choice } from "./types";

export type AuditEntriesProps<Row extends AuditEntry> = Pick<
  AuditTableProps<Row>,
  "rows" | "emptyHint" | "phoneDetail" | "columns"
> &
  Omit<ListPagesProps, "noun"> & {
    filters: AuditFilterValues;
    actors: readonly Choice[];
    actions: readonly Choice[];
    timeZone: string;
    /** Stands for what changed and where from in an entry that the reader may not see whole. */
    closed?: ((row: Row) => ReactNode) | undefined;
  };

/** The log with its filters and pages; an entry opens beside it, and the address says which. */
export function AuditEntries<Row extends AuditEntry>(props: AuditEntriesProps<Row>) {
  const { rows, filters, actors, actions, timeZone, closed, newestHref, olderHref, prefetch, ...table } =
    props;
  const [openId, setOpenId] = useQueryState("entry", parseAsString);
  // The row that gets the focus back: the one that was opened last, also by J and K.
  const [lastId, setLastId] = useState(openId);
  const index = rows.findIndex(({ id }) => id === openId);
  const entry = rows[index] ?? null;
  function show(id: string) {
    setLastId(id);
    void setOpenId(id);
  }
  const open = (row: Row | undefined) => (row ? () => show(row.id) : undefined);
  return (
    <>
      <Card label="Entries">
        <AuditFilters filters={filters} actors={actors} actions={actions} timeZone={timeZone} />
        <div className="border-line border-t">
          <AuditTable
            {...table}
            rows={rows}
            selectedId={openId}
            isNarrowed={Object.values(filters).some((value) => value !== "")}
            onOpen={show}
          />
        </div>
        <ListPages noun="entries" newestHref={newestHref} olderHref={olderHref} prefetch={prefetch} />
      </Card>
      <AuditDrawer
        entry={entry}
        onClose={() => void setOpenId(null)}
        onNext={open(rows[index + 1])}
        onPrevious={open(rows[index - 1])}
        returnFocusTo={lastId === null ? [] : [entryButtonId(lastId)]}
        closed={entry ? closed?.(entry) : undefined}
      />
    </>
  );
}
