import type { Clock } from "@/lib/platform/clock";
import { type ListedExport, listExportRows } from "../exports/repository";
import type { DataExport } from "../exports/schemas";
import type { ExportSubject } from "../exports/sources";

const MOST = 10;

/** The latest exports of an account, or of a person's own data; newest first. */
export async function listExports(
  subject: ExportSubject,
  subjectId: string,
  clock: Clock,
): Promise<DataExport[]> {
  const now = clock.now();
  return (await listExportRows(subject, subjectId, MOST)).map((row) => show(row, now));
}

function show(row: ListedExport, now: Date): DataExport {
  // An export is over at its time, whether or not the job that erases it has come by.
  const isOver = row.status === "ready" && row.expiresAt !== null && row.expiresAt <= now;
  const status = isOver ? "expired" : row.status;
  return {
    id: row.id,
    format: row.format,
    status,
    requestedByName: row.requestedByName,
    filesDone: row.filesDone,
    filesTotal: row.filesTotal,
    rows: row.rows,
    sizeBytes: row.sizeBytes,
    failure: row.failure,
    createdAt: row.createdAt.toISOString(),
    completedAt: row.completedAt?.toISOString() ?? null,
    expiresAt: row.expiresAt?.toISOString() ?? null,
    downloadPath: status === "ready" ? `/api/exports/${row.id}/download` : null,
  };
}
