import type { Transaction } from "@/lib/platform/db";
import { ERASED_PAYLOAD } from "@/lib/platform/inbox";

/** Name that an erased account carries; its slug is made from its id. */
const ERASED_NAME = "Deleted account";

/** Locks an account that has not been erased, whether access to it has ended or not; false when it has, or never was. */
export async function lockLivingAccount(tx: Transaction, accountId: string): Promise<boolean> {
  const rows = await tx`select from accounts where id = ${accountId} and erased_at is null for no key update`;
  return rows.count === 1;
}

export interface ErasedRows {
  readonly members: number;
  readonly apiKeys: number;
}

/**
 * Ends access and takes out what tells of people. The rows of members go once the account is marked, since the
 * last owner of a living account cannot leave it.
 */
export async function eraseAccountRows(tx: Transaction, accountId: string, at: Date): Promise<ErasedRows> {
  await tx`
    update accounts set name = ${ERASED_NAME}, slug = 'deleted-' || id, deleted_at = coalesce(deleted_at, ${at}),
      erased_at = ${at}, updated_at = ${at}
    where id = ${accountId}`;
  const keys = await tx`
    update api_keys set revoked_at = coalesce(revoked_at, ${at}), name = 'erased', last_used_ip = null
    where account_id = ${accountId}`;
  await tx`delete from invitations where account_id = ${accountId}`;
  await tx`delete from data_exports where account_id = ${accountId}`;
  await tx`delete from admin_visits where account_id = ${accountId}`;
  const members = await tx`delete from members where account_id = ${accountId}`;
  return { members: members.count, apiKeys: keys.count };
}

/**
 * The person leaves every organization; keys they made there end. One that nobody else owns keeps the membership
 * of somebody who is gone, until it gets another owner. Returns the accounts, in the order of their ids.
 */
export async function leaveOrganizations(
  tx: Transaction,
  personId: string,
  at: Date,
): Promise<readonly string[]> {
  await tx`
    update api_keys set revoked_at = coalesce(revoked_at, ${at}), last_used_ip = null where created_by = ${personId}`;
  const left = await tx<{ accountId: string }[]>`
    delete from members m where m.person_id = ${personId} and (
      m.role <> 'owner'
      or not exists (select from accounts a where a.id = m.account_id and a.deleted_at is null)
      or exists (
        select from members other join people p on p.id = other.person_id and p.deleted_at is null
        where other.account_id = m.account_id and other.role = 'owner' and other.person_id <> ${personId}
      )
    ) returning m.account_id`;
  return left.map(({ accountId }) => accountId).sort();
}

/** Empties the person's row. The id, a random text of the identity provider, stays as pseudonym. */
export async function erasePersonRows(tx: Transaction, personId: string, at: Date): Promise<void> {
  await tx`delete from platform_admins where person_id = ${personId}`;
  await tx`delete from person_preferences where person_id = ${personId}`;
  await tx`delete from notification_preferences where person_id = ${personId}`;
  await tx`delete from person_avatars where person_id = ${personId}`;
  await tx`delete from data_exports where person_id = ${personId} and subject = 'person'`;
  await tx`
    delete from invitations where email = (select email from people where id = ${personId} and email <> '')`;
  await tx`
    update provider_events set payload = ${tx.json(ERASED_PAYLOAD)}, status = 'ignored', last_error = null,
      reason = 'the person was erased before it could be handled', handled_at = ${at}
    where status = 'failed' and provider = 'clerk' and ${personId} in (
      object_id, payload #>> '{data,user_id}', payload #>> '{data,public_user_data,user_id}'
    )`;
  await tx`
    update people set email = '', name = '', avatar_url = null, deleted_at = coalesce(deleted_at, ${at}), updated_at = ${at}
    where id = ${personId}`;
}
