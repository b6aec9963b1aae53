import type { Context } from "@/lib/platform/context";
import type { Transaction } from "@/lib/platform/db";
import { recordOutbox } from "@/lib/platform/outbox";
import { recordAudit } from "../audit/record-audit";
import { accountErased } from "../events";
import { eraseAccountRows, lockLivingAccount } from "./repository/erasure";

/**
 * Erases what our rows know of the people of an account and ends every access to it, in the caller's
 * transaction. The account's row stays under a made-up name: invoices, the ledger of usage and the audit log
 * refer to it. Doing it twice changes nothing.
 *
 * @returns false when it was erased before
 */
export async function eraseAccount(tx: Transaction, ctx: Context, accountId: string): Promise<boolean> {
  if (!(await lockLivingAccount(tx, accountId))) return false;
  const erased = await eraseAccountRows(tx, accountId, ctx.clock.now());
  await recordOutbox(tx, [{ name: accountErased.name, data: { accountId } }]);
  await recordAudit(tx, ctx, {
    accountId,
    action: "account.erased",
    targetKind: "account",
    targetId: accountId,
    after: { ...erased },
  });
  return true;
}
