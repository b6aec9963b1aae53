export type ExportFormat = "json" | "csv";

type Row = Readonly<Record<string, unknown>>;

interface Encoding {
  /** What stands before the first row. */
  head(columns: readonly string[]): string;
  rows(columns: readonly string[], rows: readonly Row[], isFirst: boolean): string;
  readonly tail: string;
}

const json: Encoding = {
  head: () => "[",
  rows: (columns, rows, isFirst) =>
    rows
      .map((row, index) => `${isFirst && index === 0 ? "\n" : ",\n"}${JSON.stringify(pick(row, columns))}`)
      .join(""),
  tail: "\n]\n",
};

const csv: Encoding = {
  head: (columns) => `${columns.map(formatCell).join(",")}\r\n`,
  rows: (columns, rows) =>
    rows.map((row) => `${columns.map((column) => formatCell(row[column])).join(",")}\r\n`).join(""),
  tail: "",
};

/** JSON: an array, one object a line. CSV: RFC 4180, heads first. Both UTF-8. */
export const encodings: Readonly<Record<ExportFormat, Encoding>> = { json, csv };

/** The columns alone, in their order; what is absent is null. */
const pick = (row: Row, columns: readonly string[]): Row =>
  Object.fromEntries(columns.map((column) => [column, row[column] ?? null]));

/**
 * A cell. Text that a spreadsheet would run as a formula gets an apostrophe before it; numbers of ours are left as
 * they are, the negative ones too.
 */
function formatCell(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "number" || typeof value === "boolean" || typeof value === "bigint")
    return String(value);
  if (value instanceof Date) return value.toISOString();
  const text = typeof value === "string" ? value : JSON.stringify(value);
  const safe = text.replace(/^(?=[=+\-@\t\r\n＝＋－＠])/u, "'");
  return /[",\r\n]/u.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
