import type { AccountContext } from "@/lib/platform/context";
import { database } from "@/lib/platform/db";
import { forbidden } from "@/lib/platform/errors";
import { nudgeOutbox, recordOutbox } from "@/lib/platform/outbox";
import { recordAudit } from "../audit/record-audit";
import { deletionUndone } from "../events";
import { erasingHasBegun, notScheduled } from "./errors";
import type { BillingPort } from "./ports";
import {
  findOpenDeletion,
  findOpenDeletionOfPerson,
  lockDeletion,
  type StoredDeletion,
  setDeletionUndone,
} from "./repository/deletions";

/**
 * Undoes an organization's scheduled deletion: what was stopped at the provider renews again. A subscription
 * that came to its end meanwhile does not come back; the data does.
 *
 * @throws DomainError FORBIDDEN, CONFLICT (none scheduled, or erasing has begun), PROVIDER_UNAVAILABLE (still
 * scheduled; trying again is safe)
 */
export async function undoAccountDeletion(ctx: AccountContext, billing: BillingPort): Promise<void> {
  if (!ctx.permissions.has("account.delete")) throw forbidden("Only an owner undoes a deletion.");
  const open = await findOpenDeletion(ctx.account.id);
  await undo(ctx, open?.subject === "account" ? open : null, billing);
}

/** Undoes the scheduled deletion of the person who asks. Errors as {@link undoAccountDeletion}. */
export async function undoPersonDeletion(ctx: AccountContext, billing: BillingPort): Promise<void> {
  if (ctx.actor.kind !== "person") throw forbidden("Only the person undoes this.");
  await undo(ctx, await findOpenDeletionOfPerson(ctx.actor.personId), billing);
}

async function undo(ctx: AccountContext, open: StoredDeletion | null, billing: BillingPort): Promise<void> {
  if (!open || ctx.actor.kind !== "person") throw notScheduled();
  if (open.state === "erasing") throw erasingHasBegun();
  const { personId } = ctx.actor;
  await billing.resumeRenewals(ctx, () =>
    database().begin(async (tx) => {
      const locked = await lockDeletion(tx, open.id);
      if (locked?.state === "erasing" || locked?.state === "erased") throw erasingHasBegun();
      // Two clicks at once: the first one has undone it.
      if (locked?.state !== "scheduled") return;
      await setDeletionUndone(tx, open.id, personId, ctx.clock.now());
      await recordOutbox(tx, [{ name: deletionUndone.name, data: { deletionId: open.id } }]);
      await recordAudit(tx, ctx, {
        accountId: open.accountId,
        action: `${open.subject}.deletion_undone`,
        targetKind: open.subject,
        targetId: open.personId ?? open.accountId,
      });
    }),
  );
  nudgeOutbox();
}
