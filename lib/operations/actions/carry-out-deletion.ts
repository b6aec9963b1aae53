import {
  beginErasing,
  eraseAccount,
  erasePerson,
  findDeletion,
  type StoredDeletion,
  setDeletionErased,
} from "@/lib/accounts";
import { endCustomer, eraseBilling } from "@/lib/billing";
import type { Context } from "@/lib/platform/context";
import { database } from "@/lib/platform/db";
import { eraseUsageProperties } from "@/lib/usage";

export interface DeletionOutcome {
  readonly done: boolean;
  readonly reason: string;
}

/**
 * First part of carrying out a due deletion: takes it past the point of undoing and ends the account's business
 * at the payment provider. An account that cannot be ended there keeps all of its rows, since nobody may be
 * charged for something that we have forgotten.
 *
 * @throws DomainError PROVIDER_UNAVAILABLE and others of {@link endCustomer}: nothing was erased, try again
 */
export async function endDeletedAccount(ctx: Context, deletionId: string): Promise<DeletionOutcome> {
  const beginning = await beginErasing(ctx, deletionId);
  if (!beginning.begun) return { done: false, reason: beginning.reason };
  const account = { id: beginning.deletion.accountId };
  const customerId = await endCustomer({ ...ctx, account, permissions: new Set() });
  return { done: true, reason: customerId ? `customer ${customerId} deleted` : "no customer to delete" };
}

/**
 * Second part: erases the rows of every domain. Doing it twice changes nothing, so an attempt that died in the
 * midst is simply made again.
 *
 * @throws DomainError PROVIDER_UNAVAILABLE while the identity provider does not answer
 */
export async function eraseDeleted(ctx: Context, deletionId: string): Promise<DeletionOutcome> {
  const deletion = await findDeletion(deletionId);
  if (deletion?.state !== "erasing") {
    return { done: false, reason: deletion ? `state ${deletion.state}` : "no such deletion" };
  }
  await eraseRows(ctx, deletion);
  const batches = await eraseUsageProperties(deletion.accountId);
  await setDeletionErased(deletion.id, ctx.clock.now());
  return { done: true, reason: `erased, ${batches} batches of usage` };
}

async function eraseRows(ctx: Context, { accountId, personId }: StoredDeletion): Promise<void> {
  await database().begin(async (tx) => {
    if (await eraseAccount(tx, ctx, accountId)) await eraseBilling(tx, accountId);
  });
  if (personId) await erasePerson(ctx, personId);
}
