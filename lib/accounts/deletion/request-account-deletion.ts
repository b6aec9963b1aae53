import type { AccountContext } from "@/lib/platform/context";
import { database } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { forbidden, notFound } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/ids";
import { nudgeOutbox, recordOutbox } from "@/lib/platform/outbox";
import { recordAudit } from "../audit/record-audit";
import { deletionRequested } from "../events";
import { computeDueAt } from "./compute-due-at";
import { alreadyScheduled, nameDiffers, personalAccount } from "./errors";
import type { BillingPort } from "./ports";
import {
  findAccountContents,
  findOpenDeletion,
  insertDeletion,
  type StoredDeletion,
} from "./repository/deletions";
import type { DeletionBody } from "./schemas";

/**
 * Schedules an organization's deletion. The provider is told first that nothing renews; if it cannot be told,
 * nothing is scheduled. Until the grace period is over everything works and the request can be undone.
 *
 * @throws DomainError FORBIDDEN (only owners), INVALID_REQUEST (another name typed), PERSONAL_ACCOUNT, CONFLICT
 * (scheduled already), PROVIDER_UNAVAILABLE (nothing was changed here; trying again is safe)
 */
export async function requestAccountDeletion(
  ctx: AccountContext,
  input: DeletionBody,
  billing: BillingPort,
): Promise<StoredDeletion> {
  if (!ctx.permissions.has("account.delete") || ctx.actor.kind !== "person") {
    throw forbidden("Only an owner deletes an account.");
  }
  const { personId } = ctx.actor;
  const contents = await findAccountContents(ctx.account.id);
  if (!contents) throw notFound("The account");
  if (contents.kind === "personal") throw personalAccount();
  if (input.name !== contents.name) throw nameDiffers(contents.name);
  await refuseSecond(ctx.account.id);
  const requestedAt = ctx.clock.now();
  const deletion = {
    id: newId(),
    subject: "account",
    accountId: ctx.account.id,
    personId: null,
    requestedBy: personId,
    requestedAt,
    dueAt: computeDueAt(requestedAt, env().operations.deletionGraceDays),
  } as const;
  const stored = await billing.stopRenewals(ctx, deletion.id, () =>
    database().begin(async (tx) => {
      const row = await insertDeletion(tx, deletion);
      // Two owners at once: the second learns that it is done. What it stopped stays stopped for the first.
      if (!row) return null;
      await recordOutbox(tx, [{ name: deletionRequested.name, data: { deletionId: row.id } }]);
      await recordAudit(tx, ctx, {
        accountId: ctx.account.id,
        action: "account.deletion_requested",
        targetKind: "account",
        targetId: ctx.account.id,
        after: { dueAt: row.dueAt },
      });
      return row;
    }),
  );
  if (!stored) {
    await refuseSecond(ctx.account.id);
    throw new Error(`Account ${ctx.account.id} took no deletion and has none.`);
  }
  nudgeOutbox();
  return stored;
}

async function refuseSecond(accountId: string): Promise<void> {
  const open = await findOpenDeletion(accountId);
  if (open) throw alreadyScheduled(open.dueAt);
}
