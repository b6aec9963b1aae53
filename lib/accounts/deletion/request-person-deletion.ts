import type { AccountContext } from "@/lib/platform/context";
import { database } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { forbidden, notFound } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/ids";
import { nudgeOutbox, recordOutbox } from "@/lib/platform/outbox";
import { recordAudit } from "../audit/record-audit";
import { deletionRequested } from "../events";
import { findPerson } from "../repository";
import { computeDueAt } from "./compute-due-at";
import { alreadyScheduled, nameDiffers, soleOwner } from "./errors";
import type { BillingPort } from "./ports";
import {
  findOpenDeletionOfPerson,
  insertDeletion,
  listSoleOwnerships,
  type StoredDeletion,
} from "./repository/deletions";
import type { DeletionBody } from "./schemas";

/**
 * Schedules the deletion of the person who asks, together with their personal account. Organizations stay: who
 * is the only owner of one has to hand it over or delete it first.
 *
 * @param ctx the person's own account context: `account` is their personal account
 * @throws DomainError FORBIDDEN (not a person), INVALID_REQUEST (another name typed), SOLE_OWNER, CONFLICT
 * (scheduled already), PROVIDER_UNAVAILABLE (nothing was changed here; trying again is safe)
 */
export async function requestPersonDeletion(
  ctx: AccountContext,
  input: DeletionBody,
  billing: BillingPort,
): Promise<StoredDeletion> {
  if (ctx.actor.kind !== "person") throw forbidden("Only the person asks for this.");
  const { personId } = ctx.actor;
  const person = await findPerson(personId);
  if (!person) throw notFound("The person");
  const wanted = person.name || person.email;
  if (input.name !== wanted) throw nameDiffers(wanted);
  const open = await findOpenDeletionOfPerson(personId);
  if (open) throw alreadyScheduled(open.dueAt);
  const owned = await listSoleOwnerships(personId);
  if (owned.length > 0) throw soleOwner(owned);
  const requestedAt = ctx.clock.now();
  const deletion = {
    id: newId(),
    subject: "person",
    accountId: ctx.account.id,
    personId,
    requestedBy: personId,
    requestedAt,
    dueAt: computeDueAt(requestedAt, env().operations.deletionGraceDays),
  } as const;
  const stored = await billing.stopRenewals(ctx, deletion.id, () =>
    database().begin(async (tx) => {
      const row = await insertDeletion(tx, deletion);
      if (!row) return null;
      await recordOutbox(tx, [{ name: deletionRequested.name, data: { deletionId: row.id } }]);
      await recordAudit(tx, ctx, {
        accountId: ctx.account.id,
        action: "person.deletion_requested",
        targetKind: "person",
        targetId: personId,
        after: { dueAt: row.dueAt },
      });
      return row;
    }),
  );
  if (!stored) throw alreadyScheduled((await findOpenDeletionOfPerson(personId))?.dueAt ?? deletion.dueAt);
  nudgeOutbox();
  return stored;
}
