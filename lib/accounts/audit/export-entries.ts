import type { Context } from "@/lib/platform/context";
import { database } from "@/lib/platform/db";
import type { AuditFilters } from "./filters";
import { recordAudit } from "./record-audit";
import {
  type ChainHead,
  countEntriesUpTo,
  listEntriesAfter,
  listHeads,
  type StoredEntry,
} from "./repository";

export type ExportFormat = "csv" | "json";

export interface AuditExport {
  readonly fileName: string;
  readonly contentType: string;
  /** Entries in the file. */
  readonly entries: number;
  /** The file's text, piece by piece; entries are read as they are asked for. */
  readonly text: AsyncIterable<string>;
}

/** The columns of a file, named as README.md names what is hashed. */
const COLUMNS = [
  ["sequence", "sequence"],
  ["previous_hash", "previousHash"],
  ["hash", "hash"],
  ["id", "id"],
  ["account_id", "accountId"],
  ["actor_kind", "actorKind"],
  ["actor_id", "actorId"],
  ["action", "action"],
  ["target_kind", "targetKind"],
  ["target_id", "targetId"],
  ["before", "before"],
  ["after", "after"],
  ["request_id", "requestId"],
  ["ip", "ip"],
  ["occurred_at", "occurredAt"],
] as const satisfies readonly (readonly [string, keyof StoredEntry])[];

/** Entries read at once. Nothing is held open in between, however slowly the file is taken. */
const BATCH = 1_000;

/**
 * Exports an account's audit log, oldest entry first, with sequences and hashes, so that the file can be
 * verified by whoever has it. That it was exported is an entry itself, written before the first line is read and
 * not in the file.
 */
export async function exportAuditLog(
  ctx: Context,
  accountId: string,
  format: ExportFormat,
  filters: AuditFilters = {},
): Promise<AuditExport> {
  const [head] = await listHeads(database(), { accountId });
  const upTo = head?.sequence ?? 0;
  const entries = await countEntriesUpTo(accountId, filters, upTo);
  await recordAudit(database(), ctx, {
    accountId,
    action: "audit_log.exported",
    targetKind: "account",
    targetId: accountId,
    after: { format, entries, filters },
  });
  const rows = readEntries(accountId, filters, upTo);
  const exportedAt = ctx.clock.now().toISOString();
  const day = exportedAt.slice(0, 10);
  return format === "csv"
    ? {
        fileName: `audit-log-${day}.csv`,
        contentType: "text/csv; charset=utf-8",
        entries,
        text: writeCsv(rows),
      }
    : {
        fileName: `audit-log-${day}.json`,
        contentType: "application/json; charset=utf-8",
        entries,
        text: writeJson(rows, { accountId, exportedAt, head: head ?? null, filters }),
      };
}

async function* readEntries(
  accountId: string,
  filters: AuditFilters,
  upTo: number,
): AsyncGenerator<readonly StoredEntry[]> {
  let after = 0;
  while (after < upTo) {
    const rows = await listEntriesAfter(accountId, filters, { after, upTo, limit: BATCH });
    if (rows.length > 0) yield rows;
    if (rows.length < BATCH) return;
    after = Number(rows.at(-1)?.sequence);
  }
}

async function* writeCsv(batches: AsyncIterable<readonly StoredEntry[]>): AsyncGenerator<string> {
  yield `${COLUMNS.map(([name]) => name).join(",")}\r\n`;
  for await (const rows of batches) {
    yield rows.map((row) => `${COLUMNS.map(([, key]) => csvCell(row[key])).join(",")}\r\n`).join("");
  }
}

/**
 * RFC 4180. A cell that a spreadsheet would run as a formula gets an apostrophe before it, and so does one that
 * begins with an apostrophe: taking one away from every cell that begins with one gives the stored text.
 */
export function csvCell(value: string | null): string {
  const text = (value ?? "").replace(/^(?=[=+\-@\t\r'])/, "'");
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

interface ExportFacts {
  readonly accountId: string;
  readonly exportedAt: string;
  readonly head: ChainHead | null;
  readonly filters: AuditFilters;
}

async function* writeJson(
  batches: AsyncIterable<readonly StoredEntry[]>,
  { accountId, exportedAt, head, filters }: ExportFacts,
): AsyncGenerator<string> {
  const facts = {
    format: "meterhouse.audit.export.v1",
    account_id: accountId,
    exported_at: exportedAt,
    filters,
    head: head && { sequence: head.sequence, hash: head.hash },
  };
  yield `${JSON.stringify(facts).slice(0, -1)},"entries":[`;
  let separator = "\n";
  for await (const rows of batches) {
    yield separator + rows.map((row) => JSON.stringify(toRecord(row))).join(",\n");
    separator = ",\n";
  }
  yield "\n]}\n";
}

const toRecord = (row: StoredEntry): Record<string, unknown> =>
  Object.fromEntries(
    COLUMNS.map(([name, key]) => [name, key === "sequence" ? Number(row.sequence) : row[key]]),
  );
