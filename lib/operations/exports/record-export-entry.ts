import { recordAudit, recordOwnChange } from "@/lib/accounts";
import type { Context } from "@/lib/platform/context";
import type { Transaction } from "@/lib/platform/db";
import type { NewExport } from "./repository";

type Facts = Pick<NewExport, "id" | "subject" | "accountId" | "personId" | "format">;

/** Records what was done with an export: in its account's log, or in the person's own. */
export async function recordExportEntry(
  tx: Transaction,
  ctx: Context,
  { id, subject, accountId, personId, format }: Facts,
  action: "export.requested" | "export.downloaded",
): Promise<void> {
  const entry = { action, targetKind: "export", targetId: id, after: { subject, format } };
  if (accountId === null) await recordOwnChange(tx, ctx, personId, entry);
  else await recordAudit(tx, ctx, { ...entry, accountId });
}
