import { database, type Queryable } from "@/lib/platform/db";
import type { ExportCursor } from "@/lib/platform/export";
import type { ExportFormat } from "./encode-rows";
import type { ExportSubject } from "./sources";

export interface ExportRow {
  readonly id: string;
  readonly subject: ExportSubject;
  readonly accountId: string | null;
  readonly personId: string;
  readonly format: ExportFormat;
  readonly status: "queued" | "running" | "ready" | "failed" | "expired";
  readonly sizeBytes: number | null;
  readonly failure: string | null;
  readonly createdAt: Date;
  readonly completedAt: Date | null;
  readonly expiresAt: Date | null;
}

export interface NewExport {
  readonly id: string;
  readonly subject: ExportSubject;
  readonly accountId: string | null;
  readonly personId: string;
  readonly format: ExportFormat;
  readonly createdAt: Date;
}

/** @returns false when one of the same subject runs: the unique index holds it */
export async function insertExport(sql: Queryable, row: NewExport): Promise<boolean> {
  const inserted = await sql`
    insert into data_exports (id, subject, account_id, person_id, format, created_at)
    values (${row.id}, ${row.subject}, ${row.accountId}, ${row.personId}, ${row.format}, ${row.createdAt})
    on conflict do nothing`;
  return inserted.count === 1;
}

export async function insertFiles(
  sql: Queryable,
  exportId: string,
  files: readonly { readonly source: string; readonly name: string }[],
): Promise<void> {
  const rows = files.map((file, position) => ({ exportId, position, ...file }));
  await sql`insert into data_export_files ${sql(rows, "exportId", "position", "source", "name")}`;
}

/** The export of the subject that is being made; null when none is. */
export async function findRunning(
  sql: Queryable,
  { subject, accountId, personId }: Pick<NewExport, "subject" | "accountId" | "personId">,
): Promise<ExportRow | null> {
  const whose = subject === "account" ? sql`account_id = ${accountId}` : sql`person_id = ${personId}`;
  const [row] = await sql<ExportRow[]>`
    select * from data_exports where subject = ${subject} and ${whose} and status in ('queued', 'running')`;
  return row ?? null;
}

export async function findExport(id: string, sql: Queryable = database()): Promise<ExportRow | null> {
  const [row] = await sql<ExportRow[]>`select * from data_exports where id = ${id}`;
  return row ?? null;
}

/** An export that is being made, locked until the transaction ends; null when it is not, or no longer. */
export async function lockRunning(sql: Queryable, id: string): Promise<ExportRow | null> {
  const [row] = await sql<ExportRow[]>`
    select * from data_exports where id = ${id} and status in ('queued', 'running') for update`;
  return row ?? null;
}

export interface ListedExport extends ExportRow {
  readonly requestedByName: string;
  readonly filesDone: number;
  readonly filesTotal: number;
  readonly rows: number;
}

/** The latest exports of an account, or of a person's own data; newest first. */
export async function listExportRows(
  subject: ExportSubject,
  subjectId: string,
  limit: number,
): Promise<readonly ListedExport[]> {
  const sql = database();
  const whose = subject === "account" ? sql`e.account_id = ${subjectId}` : sql`e.person_id = ${subjectId}`;
  return await sql<ListedExport[]>`
    select e.*, coalesce(nullif(p.name, ''), p.email) as requested_by_name, f.files_done, f.files_total, f.rows
    from data_exports e
    join people p on p.id = e.person_id
    cross join lateral (
      select count(*) filter (where is_complete)::int as files_done, count(*)::int as files_total,
        coalesce(sum(rows), 0)::bigint as rows
      from data_export_files where export_id = e.id
    ) f
    where e.subject = ${subject} and ${whose}
    order by e.created_at desc, e.id desc
    limit ${limit}`;
}

export interface FileRow {
  readonly position: number;
  readonly source: string;
  readonly name: string;
  readonly nextCursor: ExportCursor | null;
  readonly rows: number;
  readonly chunks: number;
  readonly sizeBytes: number;
  readonly crc32: number;
  readonly isComplete: boolean;
}

export async function listFiles(exportId: string, sql: Queryable = database()): Promise<readonly FileRow[]> {
  return await sql<FileRow[]>`
    select position, source, name, next_cursor, rows, chunks, size_bytes, crc32, is_complete
    from data_export_files where export_id = ${exportId} order by position`;
}

/** Stores a piece of a file and how far the file has come. */
export async function storePiece(
  sql: Queryable,
  exportId: string,
  file: FileRow,
  content: Buffer,
): Promise<void> {
  await sql`
    insert into data_export_chunks (export_id, file_position, position, content)
    values (${exportId}, ${file.position}, ${file.chunks - 1}, ${content})`;
  await sql`
    update data_export_files set next_cursor = ${file.nextCursor === null ? null : sql.json([...file.nextCursor])},
      rows = ${file.rows}, chunks = ${file.chunks}, size_bytes = ${file.sizeBytes}, crc32 = ${file.crc32},
      is_complete = ${file.isComplete}
    where export_id = ${exportId} and position = ${file.position}`;
}

/** @throws Error when the piece is not there: the export expired while it was read */
export async function getPiece(
  exportId: string,
  file: number,
  position: number,
): Promise<Buffer<ArrayBuffer>> {
  const [row] = await database()<{ content: Buffer<ArrayBuffer> }[]>`
    select content from data_export_chunks
    where export_id = ${exportId} and file_position = ${file} and position = ${position}`;
  if (!row) throw new Error(`Piece ${position} of file ${file} of export ${exportId} is gone.`);
  return row.content;
}

export async function setRunning(sql: Queryable, id: string): Promise<void> {
  await sql`update data_exports set status = 'running' where id = ${id} and status = 'queued'`;
}

export interface Completion {
  readonly sizeBytes: number;
  readonly sha256: Buffer;
  readonly completedAt: Date;
  readonly expiresAt: Date;
}

export async function setReady(sql: Queryable, id: string, done: Completion): Promise<void> {
  await sql`
    update data_exports set status = 'ready', size_bytes = ${done.sizeBytes}, sha256 = ${done.sha256},
      completed_at = ${done.completedAt}, expires_at = ${done.expiresAt}
    where id = ${id}`;
}

export async function setFailed(sql: Queryable, id: string, failure: string): Promise<void> {
  await sql`update data_exports set status = 'failed', failure = ${failure} where id = ${id}`;
}

/** Erases what an export holds. Its row stays, for the record. */
export async function deleteContent(sql: Queryable, id: string): Promise<void> {
  await sql`delete from data_export_chunks where export_id = ${id}`;
}

/** Marks an export whose time is over, and nobody else's; null when there is none left. */
export async function expireOne(sql: Queryable, at: Date): Promise<string | null> {
  const [row] = await sql<{ id: string }[]>`
    update data_exports set status = 'expired'
    where id = (
      select id from data_exports where status = 'ready' and expires_at <= ${at}
      order by expires_at limit 1 for update skip locked
    )
    returning id`;
  return row?.id ?? null;
}

export interface Requester {
  readonly email: string;
  readonly name: string;
  /** Role in the export's account; null without an account, or when they have left it. */
  readonly role: string | null;
  readonly accountName: string | null;
  readonly accountSlug: string | null;
}

/** A living person with their standing in an account. */
export async function findRequester(personId: string, accountId: string | null): Promise<Requester | null> {
  const [row] = await database()<Requester[]>`
    select p.email, p.name, m.role, a.name as account_name, a.slug as account_slug
    from people p
    left join accounts a on a.id = ${accountId}::uuid and a.deleted_at is null
    left join members m on m.account_id = a.id and m.person_id = p.id
    where p.id = ${personId} and p.deleted_at is null`;
  return row ?? null;
}
