import { database, type Queryable } from "@/lib/platform/db";
import type { InvitedRole } from "../schemas";

export interface InvitationRow {
  readonly id: string;
  readonly accountId: string;
  readonly email: string;
  readonly role: InvitedRole;
  readonly invitedBy: string;
  readonly sentAt: Date;
  readonly expiresAt: Date;
  readonly acceptedAt: Date | null;
  readonly acceptedBy: string | null;
  readonly revokedAt: Date | null;
}

const columns = (sql: Queryable) =>
  sql`id, account_id, email, role, invited_by, sent_at, expires_at, accepted_at, accepted_by, revoked_at`;

export interface NewInvitation {
  readonly id: string;
  readonly accountId: string;
  readonly email: string;
  readonly role: InvitedRole;
  readonly tokenHash: Buffer;
  readonly invitedBy: string;
  readonly sentAt: Date;
  readonly expiresAt: Date;
}

export async function insertInvitation(tx: Queryable, row: NewInvitation): Promise<void> {
  await tx`
    insert into invitations (id, account_id, email, role, token_hash, invited_by, created_at, sent_at, expires_at)
    values (${row.id}, ${row.accountId}, ${row.email}, ${row.role}, ${row.tokenHash}, ${row.invitedBy},
      ${row.sentAt}, ${row.sentAt}, ${row.expiresAt})`;
}

/** Whatever became of it, by the hash of its newest token. */
export async function findInvitationByHash(sql: Queryable, tokenHash: Buffer): Promise<InvitationRow | null> {
  const [row] = await sql<InvitationRow[]>`
    select ${columns(sql)} from invitations where token_hash = ${tokenHash}`;
  return row ?? null;
}

/** An invitation of the account. Its fate cannot change while the caller holds the account's lock. */
export async function findInvitation(
  sql: Queryable,
  accountId: string,
  id: string,
): Promise<InvitationRow | null> {
  const [row] = await sql<InvitationRow[]>`
    select ${columns(sql)} from invitations where account_id = ${accountId} and id = ${id}`;
  return row ?? null;
}

/** The one invitation that waits for an address in the account, expired or not. */
export async function findWaitingInvitation(
  sql: Queryable,
  accountId: string,
  email: string,
): Promise<InvitationRow | null> {
  const [row] = await sql<InvitationRow[]>`
    select ${columns(sql)} from invitations
    where account_id = ${accountId} and email = ${email} and accepted_at is null and revoked_at is null`;
  return row ?? null;
}

/** Invitations that can still be accepted, each of which holds a seat; without the one given. */
export async function countOpenInvitations(
  sql: Queryable,
  accountId: string,
  at: Date,
  except: string | null,
): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select count(*) as count from invitations
    where account_id = ${accountId} and accepted_at is null and revoked_at is null and expires_at > ${at}
      and id is distinct from ${except}`;
  return row?.count ?? 0;
}

export async function setInvitationSent(
  tx: Queryable,
  id: string,
  sent: { readonly tokenHash: Buffer; readonly sentAt: Date; readonly expiresAt: Date },
): Promise<void> {
  await tx`
    update invitations set token_hash = ${sent.tokenHash}, sent_at = ${sent.sentAt}, expires_at = ${sent.expiresAt}
    where id = ${id}`;
}

export async function setInvitationAccepted(
  tx: Queryable,
  id: string,
  personId: string,
  at: Date,
): Promise<void> {
  await tx`update invitations set accepted_at = ${at}, accepted_by = ${personId} where id = ${id}`;
}

export async function setInvitationRevoked(tx: Queryable, id: string, at: Date): Promise<void> {
  await tx`update invitations set revoked_at = ${at} where id = ${id}`;
}

export interface ListedInvitation extends InvitationRow {
  readonly invitedByName: string;
}

/** Invitations that wait, expired ones included, newest first; from the first or from after one of them. */
export async function listWaitingInvitations(
  accountId: string,
  limit: number,
  after: string | null,
): Promise<readonly ListedInvitation[]> {
  const sql = database();
  return await sql<ListedInvitation[]>`
    select i.id, i.account_id, i.email, i.role, i.invited_by, i.sent_at, i.expires_at, i.accepted_at, i.accepted_by,
      i.revoked_at, coalesce(nullif(p.name, ''), p.email) as invited_by_name
    from invitations i join people p on p.id = i.invited_by
    where i.account_id = ${accountId} and i.accepted_at is null and i.revoked_at is null and (
      ${after}::uuid is null
      or (i.sent_at, i.id) < (select sent_at, id from invitations where account_id = ${accountId} and id = ${after})
    )
    order by i.sent_at desc, i.id desc
    limit ${limit}`;
}

export interface InvitationInAccount extends InvitationRow {
  readonly accountName: string;
  readonly accountSlug: string;
  readonly invitedByName: string;
  readonly isMember: boolean;
}

/** An invitation with the names around it, and whether a person belongs already; null when the account is gone. */
export async function findInvitationInAccount(
  tokenHash: Buffer,
  personId: string | null,
): Promise<InvitationInAccount | null> {
  const [row] = await database()<InvitationInAccount[]>`
    select i.id, i.account_id, i.email, i.role, i.invited_by, i.sent_at, i.expires_at, i.accepted_at, i.accepted_by,
      i.revoked_at, a.name as account_name, a.slug as account_slug,
      coalesce(nullif(p.name, ''), p.email) as invited_by_name, m.person_id is not null as is_member
    from invitations i
    join accounts a on a.id = i.account_id and a.deleted_at is null
    join people p on p.id = i.invited_by
    left join members m on m.account_id = i.account_id and m.person_id = ${personId}
    where i.token_hash = ${tokenHash}`;
  return row ?? null;
}

export interface InvitationLetter {
  readonly email: string;
  readonly role: InvitedRole;
  readonly expiresAt: Date;
  readonly tokenHash: Buffer;
  readonly accountName: string;
  readonly invitedByName: string;
}

/** What the message says of an invitation that still waits; null when it no longer does. */
export async function findInvitationLetter(id: string): Promise<InvitationLetter | null> {
  const [row] = await database()<InvitationLetter[]>`
    select i.email, i.role, i.expires_at, i.token_hash, a.name as account_name,
      coalesce(nullif(p.name, ''), p.email) as invited_by_name
    from invitations i
    join accounts a on a.id = i.account_id and a.deleted_at is null
    join people p on p.id = i.invited_by
    where i.id = ${id} and i.accepted_at is null and i.revoked_at is null`;
  return row ?? null;
}

/**
 * Deletes invitations that were accepted or revoked, or whose link died, longer ago than this: they hold addresses
 * of people who may never have joined. @returns how many
 */
export async function deleteClosedInvitations(before: Date): Promise<number> {
  const deleted = await database()`
    delete from invitations where least(accepted_at, revoked_at, expires_at) < ${before}`;
  return deleted.count;
}
