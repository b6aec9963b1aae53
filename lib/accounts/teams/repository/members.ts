import { database, type Queryable } from "@/lib/platform/db";
import type { Role } from "../../permissions";

export interface Team {
  readonly id: string;
  readonly name: string;
  readonly slug: string;
  readonly kind: "personal" | "organization";
}

/**
 * The living account, locked: whoever changes its members or invitations waits here for the one before. The lock
 * is the weakest that excludes itself, so that rows which only refer to the account are not held up.
 */
export async function lockTeam(tx: Queryable, accountId: string): Promise<Team | null> {
  const [row] = await tx<Team[]>`
    select id, name, slug, kind from accounts where id = ${accountId} and deleted_at is null for no key update`;
  return row ?? null;
}

/** What a message calls the account and where it leads; null when the account is gone. */
export async function findTeamNames(accountId: string): Promise<Pick<Team, "name" | "slug"> | null> {
  const [row] = await database()<Pick<Team, "name" | "slug">[]>`
    select name, slug from accounts where id = ${accountId} and deleted_at is null`;
  return row ?? null;
}

/** The person's role in the account; null when they do not belong, or were deleted. */
export async function findRole(sql: Queryable, accountId: string, personId: string): Promise<Role | null> {
  const [row] = await sql<{ role: Role }[]>`
    select m.role from members m join people p on p.id = m.person_id and p.deleted_at is null
    where m.account_id = ${accountId} and m.person_id = ${personId}`;
  return row?.role ?? null;
}

export async function isMemberAddress(sql: Queryable, accountId: string, email: string): Promise<boolean> {
  const rows = await sql`
    select from members m join people p on p.id = m.person_id and p.deleted_at is null
    where m.account_id = ${accountId} and p.email = ${email}`;
  return rows.length > 0;
}

export async function countOwners(sql: Queryable, accountId: string): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select count(*) as count from members m join people p on p.id = m.person_id and p.deleted_at is null
    where m.account_id = ${accountId} and m.role = 'owner'`;
  return row?.count ?? 0;
}

export interface NewMember {
  readonly accountId: string;
  readonly personId: string;
  readonly role: Role;
  readonly at: Date;
}

export async function insertMember(
  tx: Queryable,
  { accountId, personId, role, at }: NewMember,
): Promise<void> {
  await tx`
    insert into members (account_id, person_id, role, created_at, updated_at)
    values (${accountId}, ${personId}, ${role}, ${at}, ${at})`;
}

export async function setRole(tx: Queryable, { accountId, personId, role, at }: NewMember): Promise<void> {
  await tx`
    update members set role = ${role}, updated_at = ${at}
    where account_id = ${accountId} and person_id = ${personId}`;
}

export async function deleteMember(tx: Queryable, accountId: string, personId: string): Promise<void> {
  await tx`delete from members where account_id = ${accountId} and person_id = ${personId}`;
}

/** Revokes the living keys that the person made in the account. */
export async function revokeKeysOf(
  tx: Queryable,
  { accountId, personId, at, by }: Omit<NewMember, "role"> & { readonly by: string },
): Promise<readonly { readonly id: string; readonly name: string }[]> {
  return await tx<{ id: string; name: string }[]>`
    update api_keys set revoked_at = ${at}, revoked_by = ${by}
    where account_id = ${accountId} and created_by = ${personId} and revoked_at is null
    returning id, name`;
}

export interface MemberRow {
  readonly personId: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly joinedAt: Date;
  readonly lastSeenAt: Date | null;
}

/** Members in the order in which they joined, from the first or from after one of them. */
export async function listMemberRows(
  accountId: string,
  limit: number,
  after: string | null,
): Promise<readonly MemberRow[]> {
  return await database()<MemberRow[]>`
    select m.person_id, p.name, p.email, m.role, m.created_at as joined_at, m.last_seen_at
    from members m join people p on p.id = m.person_id and p.deleted_at is null
    where m.account_id = ${accountId} and (
      ${after}::text is null
      or (m.created_at, m.person_id) > (
        select created_at, person_id from members where account_id = ${accountId} and person_id = ${after}
      )
    )
    order by m.created_at, m.person_id
    limit ${limit}`;
}

/** Notes that a member was there, unless that was noted less than so many minutes ago. */
export async function touchMember(
  accountId: string,
  personId: string,
  at: Date,
  everyMinutes: number,
): Promise<void> {
  await database()`
    update members set last_seen_at = ${at}
    where account_id = ${accountId} and person_id = ${personId}
      and (last_seen_at is null or last_seen_at <= ${at}::timestamptz - ${everyMinutes} * interval '1 minute')`;
}
