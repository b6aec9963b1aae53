import type { Context } from "@/lib/platform/context";
import type { Transaction } from "@/lib/platform/db";
import { type AuditEntry, recordAudit } from "../audit/record-audit";
import { findPersonalAccount } from "../identity/repository";

/** Records what a person did to what is theirs alone. It stands in the audit log of their personal account. */
export async function recordOwnChange(
  tx: Transaction,
  ctx: Context,
  personId: string,
  entry: Omit<AuditEntry, "accountId" | "targetKind" | "targetId"> & Partial<AuditEntry>,
): Promise<void> {
  await recordAudit(tx, ctx, {
    targetKind: "person",
    targetId: personId,
    ...entry,
    accountId: await findPersonalAccount(tx, personId),
  });
}
