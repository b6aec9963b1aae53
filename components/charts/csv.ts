/** A table of text, heads first. */
export type ChartTable = { heads: readonly string[]; rows: readonly (readonly (string | number)[])[] };

/** RFC 4180 text. A cell that a spreadsheet would run as a formula is made plain text. */
export function formatCsv({ heads, rows }: ChartTable): string {
  return [heads, ...rows].map((cells) => cells.map(formatCell).join(",")).join("\r\n");
}

function formatCell(value: string | number): string {
  const text = typeof value === "number" ? String(value) : value.replace(/^([=+\-@\t\r])/u, "'$1");
  return /[",\r\n]/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Hands a CSV file to the browser's downloads. */
export function downloadCsv(fileName: string, table: ChartTable): void {
  const url = URL.createObjectURL(new Blob([formatCsv(table)], { type: "text/csv;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = fileName;
  link.click();
  URL.revokeObjectURL(url);
}
