import { requireActingPerson } from "@/lib/accounts";
import type { AccountContext, Context } from "@/lib/platform/context";
import { database } from "@/lib/platform/db";
import { conflict } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/ids";
import { nudgeOutbox, recordOutbox } from "@/lib/platform/outbox";
import { exportRequested } from "../events";
import { recordExportEntry } from "../exports/record-export-entry";
import { findRunning, insertExport, insertFiles, type NewExport } from "../exports/repository";
import type { DataExport, RequestExportBody } from "../exports/schemas";
import { listSources } from "../exports/sources";
import { listExports } from "../queries/list-exports";

/**
 * Asks for a copy of everything of the account that the caller may see. One is made at a time: asking for the same
 * once more answers with the one that is being made.
 *
 * @throws DomainError CONFLICT when one of the other format is being made
 */
export async function requestAccountExport(
  ctx: AccountContext,
  input: RequestExportBody,
): Promise<DataExport> {
  const personId = requireActingPerson(ctx);
  const wanted = { subject: "account", accountId: ctx.account.id, personId } as const;
  const id = await startExport(ctx, wanted, input, ctx.permissions);
  return getFrom(await listExports("account", ctx.account.id, ctx.clock), id);
}

/** Asks for a copy of what is the caller's own, whatever the account. */
export async function requestPersonExport(ctx: Context, input: RequestExportBody): Promise<DataExport> {
  const personId = requireActingPerson(ctx);
  const wanted = { subject: "person", accountId: null, personId } as const;
  const id = await startExport(ctx, wanted, input, new Set());
  return getFrom(await listExports("person", personId, ctx.clock), id);
}

async function startExport(
  ctx: Context,
  wanted: Pick<NewExport, "subject" | "accountId" | "personId">,
  { format }: RequestExportBody,
  permissions: ReadonlySet<string>,
): Promise<string> {
  const id = newId();
  const running = await database().begin(async (tx) => {
    if (!(await insertExport(tx, { id, ...wanted, format, createdAt: ctx.clock.now() }))) {
      return findRunning(tx, wanted);
    }
    const files = listSources(wanted.subject, permissions).map(({ name }) => ({
      source: name,
      name: `${name}.${format}`,
    }));
    await insertFiles(tx, id, files);
    await recordExportEntry(tx, ctx, { id, ...wanted, format }, "export.requested");
    await recordOutbox(tx, [{ name: exportRequested.name, data: { exportId: id } }]);
    return null;
  });
  if (running && running.format !== format) {
    throw conflict(
      `An export as ${running.format.toUpperCase()} is being made. Wait until it is ready, then ask again.`,
      { exportId: running.id },
    );
  }
  nudgeOutbox();
  return running?.id ?? id;
}

function getFrom(exports: readonly DataExport[], id: string): DataExport {
  const found = exports.find((each) => each.id === id);
  if (!found) throw conflict("An export ended at this very moment. Ask again.");
  return found;
}
