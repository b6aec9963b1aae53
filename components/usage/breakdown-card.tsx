"use client";

import type { Format } from "@/components/format/create-format";
import { useFormat } from "@/components/format/format-provider";
import { Card, CardHeader } from "@/components/ui/card";
import { type DataColumn, DataTable } from "@/components/ui/data-table";
import { DateTime } from "@/components/ui/date-time";
import { NoValue } from "@/components/ui/no-value";
import { CellDetail } from "@/components/ui/table-parts";
import { useTableSort } from "@/components/ui/use-table-sort";
import type { UsageBreakdownRow } from "./types";

export type BreakdownCardProps = { rows: readonly UsageBreakdownRow[]; groupedBy: string; now: string };

const SORTABLE = ["name", "used", "refused", "last"] as const;

/** Who used how much, with shares that add up. The order is in the URL. */
export function BreakdownCard({ rows, groupedBy, now }: BreakdownCardProps) {
  const format = useFormat();
  const [sort, setSort] = useTableSort("sort", SORTABLE, { id: "used", desc: true });
  const used = rows.reduce((sum, row) => sum + row.used, 0);
  if (rows.length === 0) return null;
  return (
    <Card labelledBy="breakdown-heading">
      <CardHeader title={`By ${groupedBy}`} titleId="breakdown-heading">
        <p className="text-muted text-sm tabular-nums">{format.formatCount(used)} in total</p>
      </CardHeader>
      <div className="mt-3">
        <DataTable
          label={`Usage by ${groupedBy}`}
          columns={makeColumns(rows, used, groupedBy, now, format)}
          rows={rows}
          rowId={(row) => row.id}
          sort={sort}
          onSort={setSort}
        />
      </div>
    </Card>
  );
}

function makeColumns(
  rows: readonly UsageBreakdownRow[],
  used: number,
  groupedBy: string,
  now: string,
  format: Format,
): readonly DataColumn<UsageBreakdownRow>[] {
  return [
    {
      id: "name",
      header: `${groupedBy.charAt(0).toUpperCase()}${groupedBy.slice(1)}`,
      sortBy: (row) => row.name,
      cell: (row) => (
        <>
          <span className="font-mono text-xs">{row.name}</span>
          {row.detail ? <CellDetail>{row.detail}</CellDetail> : null}
        </>
      ),
      footer: "Total",
    },
    {
      id: "used",
      header: "Used",
      align: "end",
      sortBy: (row) => row.used,
      cell: (row) => format.formatCount(row.used),
      footer: format.formatCount(used),
    },
    {
      id: "share",
      header: "Share",
      align: "end",
      className: "text-muted",
      cell: (row) => (used === 0 ? <NoValue /> : format.formatPercent(row.used / used, { fixed: true })),
      footer: used === 0 ? <NoValue /> : "100.0%",
    },
    ...(rows.some((row) => row.refused !== null) ? [makeRefusedColumn(rows, format)] : []),
    {
      id: "last",
      header: "Last used",
      align: "end",
      wideOnly: true,
      className: "text-muted",
      sortBy: (row) => row.lastUsedAt,
      cell: (row) =>
        row.lastUsedAt ? <DateTime at={row.lastUsedAt} as="when" now={now} /> : <NoValue label="Never" />,
      footer: "",
    },
  ];
}

function makeRefusedColumn(
  rows: readonly UsageBreakdownRow[],
  format: Format,
): DataColumn<UsageBreakdownRow> {
  return {
    id: "refused",
    header: "Refused",
    align: "end",
    wideOnly: true,
    sortBy: (row) => row.refused,
    cell: (row) => (row.refused === null ? <NoValue label="Not kept" /> : format.formatCount(row.refused)),
    footer: format.formatCount(rows.reduce((sum, row) => sum + (row.refused ?? 0), 0)),
  };
}
