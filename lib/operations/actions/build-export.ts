import { createHash } from "node:crypto";
import type { Clock } from "@/lib/platform/clock";
import { database } from "@/lib/platform/db";
import { ARCHIVE_MOST_BYTES, continueCrc32, deflatePiece, writeArchive } from "../exports/archive";
import { encodings } from "../exports/encode-rows";
import {
  deleteContent,
  type ExportRow,
  type FileRow,
  findExport,
  getPiece,
  listFiles,
  lockRunning,
  setFailed,
  setReady,
  setRunning,
  storePiece,
} from "../exports/repository";
import { getSource } from "../exports/sources";

/** Rows read at a time, and the most of them in one piece: what of an export is in memory at once. */
const PAGE_ROWS = 1_000;
const PIECE_ROWS = 10_000;
const PIECE_BYTES = 2 * 1024 * 1024;
/** How long a finished export can be downloaded. */
const KEEP_DAYS = 7;

export type PortionResult =
  | { readonly done: false; readonly file: string; readonly rows: number }
  | { readonly done: true; readonly reason: string };

/**
 * Writes the next piece of an export. The piece and how far its file has come commit together, so that a process
 * that dies leaves nothing half: whoever is next goes on where it stood. Calls for one export wait for each other.
 */
export async function buildPortion(exportId: string, clock: Clock): Promise<PortionResult> {
  return await database().begin(async (tx) => {
    const row = await lockRunning(tx, exportId);
    if (!row) return { done: true, reason: "The export is not being made any more." };
    await setRunning(tx, exportId);
    const files = await listFiles(exportId, tx);
    const next = files.find(({ isComplete }) => !isComplete);
    if (!next) {
      await setReady(tx, exportId, await measure(row, files, clock));
      return { done: true, reason: "Ready." };
    }
    const { file, content } = await readPiece(row, next);
    if (file.sizeBytes > ARCHIVE_MOST_BYTES) {
      await setFailed(tx, exportId, `${file.name} is larger than an archive can hold. Ask for help.`);
      await deleteContent(tx, exportId);
      return { done: true, reason: `${file.name} is larger than an archive can hold.` };
    }
    await storePiece(tx, exportId, file, content);
    return { done: false, file: file.name, rows: file.rows };
  });
}

async function readPiece(row: ExportRow, before: FileRow): Promise<{ file: FileRow; content: Buffer }> {
  const source = getSource(row.subject, before.source);
  const encoding = encodings[row.format];
  const subjectId = row.accountId ?? row.personId;
  let { nextCursor: after, rows } = before;
  let text = before.chunks === 0 ? encoding.head(source.columns) : "";
  let isComplete = false;
  while (!isComplete && text.length < PIECE_BYTES && rows - before.rows < PIECE_ROWS) {
    const page = await source.readPage(subjectId, { after, limit: PAGE_ROWS, until: row.createdAt });
    text += encoding.rows(source.columns, page.rows, rows === 0);
    rows += page.rows.length;
    after = page.next;
    isComplete = page.next === null;
  }
  if (isComplete) text += encoding.tail;
  const raw = Buffer.from(text, "utf8");
  return {
    content: deflatePiece(raw, isComplete),
    file: {
      ...before,
      nextCursor: after,
      rows,
      isComplete,
      chunks: before.chunks + 1,
      sizeBytes: before.sizeBytes + raw.length,
      crc32: continueCrc32(raw, before.crc32),
    },
  };
}

/** Reads the finished archive once, as a download will: what it weighs, and its hash. */
async function measure(row: ExportRow, files: readonly FileRow[], clock: Clock) {
  const hash = createHash("sha256");
  let sizeBytes = 0;
  const archive = writeArchive(files, row.createdAt, (file, position) => getPiece(row.id, file, position));
  for await (const bytes of archive) {
    hash.update(bytes);
    sizeBytes += bytes.length;
  }
  const completedAt = clock.now();
  return {
    sizeBytes,
    sha256: hash.digest(),
    completedAt,
    expiresAt: new Date(completedAt.getTime() + KEEP_DAYS * 86_400_000),
  };
}

/** Gives an export up: what was written is erased, and the reason is shown. */
export async function failExport(exportId: string, failure: string): Promise<void> {
  await database().begin(async (tx) => {
    if (!(await lockRunning(tx, exportId))) return;
    await setFailed(tx, exportId, failure);
    await deleteContent(tx, exportId);
  });
}

/** The export as it stands, for the message that says that it is ready. */
export const findFinishedExport = async (exportId: string): Promise<ExportRow | null> => {
  const row = await findExport(exportId);
  return row?.status === "ready" ? row : null;
};
