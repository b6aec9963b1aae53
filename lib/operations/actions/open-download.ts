import { permissionsOfRole, type Role, requireActingPerson } from "@/lib/accounts";
import type { Context } from "@/lib/platform/context";
import { database } from "@/lib/platform/db";
import { notFound } from "@/lib/platform/errors";
import { writeArchive } from "../exports/archive";
import { recordExportEntry } from "../exports/record-export-entry";
import { type ExportRow, findExport, findRequester, getPiece, listFiles } from "../exports/repository";

export interface Download {
  readonly fileName: string;
  readonly sizeBytes: number;
  readonly content: AsyncGenerator<Uint8Array>;
}

/**
 * Opens a finished export for the caller and records that they took it. Who may ask for an account's export may
 * download it, whoever asked; a person's own is theirs alone. What counts is what they may do now.
 *
 * @throws DomainError NOT_FOUND when it is not theirs, not ready, or its time is over
 */
export async function openDownload(ctx: Context, id: string): Promise<Download> {
  const personId = requireActingPerson(ctx);
  const row = await findExport(id);
  const { sizeBytes, expiresAt, status } = row ?? {};
  const isThere = status === "ready" && sizeBytes && expiresAt && expiresAt > ctx.clock.now();
  if (!row || !isThere || !(await mayDownload(row, personId))) throw notFound("The export");
  const files = await listFiles(id);
  await database().begin((tx) => recordExportEntry(tx, ctx, row, "export.downloaded"));
  return {
    fileName: `meterhouse-${row.subject}-${row.createdAt.toISOString().slice(0, 10)}.zip`,
    sizeBytes,
    content: writeArchive(files, row.createdAt, (file, position) => getPiece(id, file, position)),
  };
}

async function mayDownload(row: ExportRow, personId: string): Promise<boolean> {
  if (row.subject === "person") return row.personId === personId;
  const standing = await findRequester(personId, row.accountId);
  return standing?.role ? permissionsOfRole(standing.role as Role).has("account.export") : false;
}
