"use client";

import {
  createSortedRowModel,
  rowSortingFeature,
  type SortingState,
  tableFeatures,
  useTable,
} from "@tanstack/react-table";
import { ArrowDown, ArrowUp } from "lucide-react";
import { type ReactNode, useMemo, useState } from "react";
import { ScrollRegion } from "./scroll-region";
import { Skeleton } from "./skeleton";
import { Cell, type CellAlign, HeadCell, Row, Table } from "./table-parts";

export type DataColumn<T> = {
  id: string;
  header: string;
  /** Keeps the head for screen readers only, as above a column of buttons. */
  headerHidden?: boolean | undefined;
  cell: (row: T) => ReactNode;
  /** Makes the column sortable. Null sorts last in both directions. */
  sortBy?: ((row: T) => string | number | null) | undefined;
  align?: CellAlign | undefined;
  wideOnly?: boolean | undefined;
  className?: string | undefined;
  /** Total under the column. */
  footer?: ReactNode;
};

export type TableSort = { id: string; desc: boolean };

export type DataTableProps<T> = {
  /** Names the table for screen readers. */
  label: string;
  columns: readonly DataColumn<T>[];
  rows: readonly T[];
  rowId: (row: T) => string;
  selectedId?: string | null | undefined;
  sort?: TableSort | null | undefined;
  /** Keeps the order elsewhere (the URL). Without it the table keeps its own. */
  onSort?: ((sort: TableSort | null) => void) | undefined;
  /** Shown in place of the table when there are no rows. */
  empty?: ReactNode;
  /** Shown in place of the table when loading failed. */
  error?: ReactNode;
  /** Rows of skeleton while data is on its way. */
  loadingRows?: number | undefined;
};

const features = tableFeatures({ rowSortingFeature, sortedRowModel: createSortedRowModel() });

/** Rows with sorting, selection, skeleton, empty and error states. */
export function DataTable<T>(props: DataTableProps<T>) {
  const { label, columns, rows, rowId, selectedId, sort, onSort, empty, error, loadingRows } = props;
  const [ownSort, setOwnSort] = useState<TableSort | null>(sort ?? null);
  const current = onSort ? (sort ?? null) : ownSort;
  const sorting = useMemo<SortingState>(() => (current ? [current] : []), [current]);
  const data = useMemo(() => rows.map((value) => ({ value })), [rows]);
  const definitions = useMemo(() => columns.map(defineColumn<T>), [columns]);
  const table = useTable({
    features,
    data,
    columns: definitions,
    getRowId: (row: { value: T }) => rowId(row.value),
    state: { sorting },
  });
  if (error) return error;
  if (rows.length === 0 && !loadingRows && empty) return empty;
  const hasFooter = columns.some((column) => column.footer !== undefined);
  function toggle(id: string) {
    const next =
      !current || current.id !== id ? { id, desc: true } : current.desc ? { id, desc: false } : null;
    setOwnSort(next);
    onSort?.(next);
  }
  return (
    <ScrollRegion label={label}>
      <Table aria-label={label} aria-busy={loadingRows ? true : undefined}>
        <thead>
          <tr>
            {columns.map((column) => (
              <DataHead key={column.id} column={column} sort={current} onToggle={() => toggle(column.id)} />
            ))}
          </tr>
        </thead>
        <tbody>
          {loadingRows
            ? Array.from({ length: loadingRows }, (_, index) => `loading-${index}`).map((key) => (
                <SkeletonRow key={key} columns={columns} />
              ))
            : table.getRowModel().rows.map((row) => (
                <Row key={row.id} selected={row.id === selectedId}>
                  {columns.map((column) => (
                    <Cell
                      key={column.id}
                      align={column.align}
                      wideOnly={column.wideOnly}
                      className={column.className}
                    >
                      {column.cell(row.original.value)}
                    </Cell>
                  ))}
                </Row>
              ))}
        </tbody>
        {hasFooter ? (
          <tfoot>
            <tr>
              {columns.map((column) => (
                <Cell
                  key={column.id}
                  align={column.align}
                  wideOnly={column.wideOnly}
                  className="border-line-strong border-t border-b-0 font-semibold"
                >
                  {column.footer}
                </Cell>
              ))}
            </tr>
          </tfoot>
        ) : null}
      </Table>
    </ScrollRegion>
  );
}

function defineColumn<T>(column: DataColumn<T>) {
  return {
    id: column.id,
    accessorFn: (row: { value: T }) => column.sortBy?.(row.value) ?? undefined,
    enableSorting: column.sortBy !== undefined,
    sortUndefined: "last" as const,
  };
}

type DataHeadProps<T> = { column: DataColumn<T>; sort: TableSort | null; onToggle: () => void };

function DataHead<T>({ column, sort, onToggle }: DataHeadProps<T>) {
  const { align, wideOnly } = column;
  if (!column.sortBy) {
    return (
      <HeadCell align={align} wideOnly={wideOnly}>
        {column.headerHidden ? <span className="sr-only">{column.header}</span> : column.header}
      </HeadCell>
    );
  }
  const direction = sort?.id === column.id ? (sort.desc ? "descending" : "ascending") : "none";
  return (
    <HeadCell align={align} wideOnly={wideOnly} aria-sort={direction}>
      <button
        type="button"
        onClick={onToggle}
        className="-my-1 inline-flex items-center gap-1 py-1 hover:text-ink"
      >
        {column.header}
        {direction === "descending" ? <ArrowDown aria-hidden className="size-3 stroke-[2.25]" /> : null}
        {direction === "ascending" ? <ArrowUp aria-hidden className="size-3 stroke-[2.25]" /> : null}
      </button>
    </HeadCell>
  );
}

function SkeletonRow<T>({ columns }: { columns: readonly DataColumn<T>[] }) {
  return (
    <Row>
      {columns.map((column) => (
        <Cell key={column.id} align={column.align} wideOnly={column.wideOnly}>
          <Skeleton className={column.align === "end" ? "my-0.5 ml-auto h-4 w-16" : "my-0.5 h-4 w-24"} />
        </Cell>
      ))}
    </Row>
  );
}
