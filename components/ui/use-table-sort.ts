"use client";

import { parseAsString, useQueryState } from "nuqs";
import type { TableSort } from "./data-table";

/** Keeps a table's order in the URL: `?sort=used.desc`. Unknown columns fall back to `initial`. */
export function useTableSort(parameter: string, columns: readonly string[], initial: TableSort | null) {
  const [text, setText] = useQueryState(parameter, parseAsString.withOptions({ clearOnDefault: true }));
  const sort = text === null ? initial : (readSort(text, columns) ?? initial);
  const setSort = (next: TableSort | null) => {
    void setText(next === null ? null : `${next.id}.${next.desc ? "desc" : "asc"}`);
  };
  return [sort, setSort] as const;
}

function readSort(text: string, columns: readonly string[]): TableSort | null {
  const [id, direction] = text.split(".");
  if (!id || !columns.includes(id)) return null;
  return { id, desc: direction !== "asc" };
}
