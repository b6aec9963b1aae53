"use client";

import { useFormat } from "@/components/format/format-provider";
import { Cell, HeadCell, Row, Table } from "@/components/ui/table-parts";
import type { ChartTable as TableOfText } from "./csv";

/** The figures of a chart in rows, in a box of the chart's height. */
export function ChartTable({ label, table }: { label: string; table: TableOfText }) {
  const { formatCount } = useFormat();
  return (
    <section
      aria-label={`${label}, figures`}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
      tabIndex={0}
      className="h-60 overflow-auto focus-visible:-outline-offset-2"
    >
      <Table aria-label={label}>
        <thead className="sticky top-0 bg-surface">
          <tr>
            {table.heads.map((head, index) => (
              <HeadCell key={head} align={index === 0 ? "start" : "end"}>
                {head}
              </HeadCell>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((cells) => (
            <Row key={String(cells[0])}>
              {cells.map((cell, index) => (
                <Cell key={table.heads[index]} align={index === 0 ? "start" : "end"} className="py-1.5">
                  {typeof cell === "number" ? formatCount(cell) : cell}
                </Cell>
              ))}
            </Row>
          ))}
        </tbody>
      </Table>
    </section>
  );
}
