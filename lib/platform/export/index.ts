/** Where the next page begins: the last row's key, as text, so that nothing of it is lost on the way. */
export type ExportCursor = readonly string[];

export interface ExportPage {
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  /** Null after the last page. */
  readonly next: ExportCursor | null;
}

export interface ExportRange {
  /** Null begins at the beginning. */
  readonly after: ExportCursor | null;
  readonly limit: number;
  /** What came after this instant is left out, so that an export of a busy account ends. */
  readonly until: Date;
}

/**
 * One table of an export. Domains give these for what is theirs; operations writes the files. Pages are read by
 * key, never by offset, so that page 10,000 costs what page 1 does.
 */
export interface ExportSource {
  /** Name of the file, without its ending. */
  readonly name: string;
  /** In the order of the file. Nothing else of a row is written. */
  readonly columns: readonly string[];
  /** Permission that reads these rows; null for a person's own. */
  readonly permission: string | null;
  /** @param subjectId the account, or the person */
  readPage(subjectId: string, range: ExportRange): Promise<ExportPage>;
}

/** A row as a source selects it: its columns, and `cursor`, its key as text. */
export type KeyedRow = Readonly<Record<string, unknown>> & { readonly cursor: ExportCursor };

/** A source whose rows come by key from one statement. */
export function exportSource(
  facts: Omit<ExportSource, "readPage">,
  select: (subjectId: string, range: ExportRange) => Promise<readonly KeyedRow[]>,
): ExportSource {
  return {
    ...facts,
    async readPage(subjectId, range) {
      const rows = await select(subjectId, range);
      return { rows, next: rows.length < range.limit ? null : (rows.at(-1)?.cursor ?? null) };
    },
  };
}
