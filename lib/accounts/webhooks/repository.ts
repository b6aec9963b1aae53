import type { Queryable } from "@/lib/platform/db";
import type { Role } from "../permissions";
import type { PendingRole, SettledMember } from "./compute-settlement";

/** Whether an event still waits to be handled. Its row stays locked until the transaction ends. */
export async function lockWaitingEvent(tx: Queryable, eventId: string): Promise<boolean> {
  const found = await tx`
    select from provider_events where id = ${eventId} and status in ('pending', 'failed') for update`;
  return found.count === 1;
}

/** Marks a person as deleted at the identity. False when they are not known, or it was known already. */
export async function setPersonRemoved(tx: Queryable, personId: string, at: Date): Promise<boolean> {
  const updated = await tx`
    update people set identity_deleted_at = ${at}, deleted_at = coalesce(deleted_at, ${at}), updated_at = ${at}
    where id = ${personId} and identity_deleted_at is null`;
  return updated.count === 1;
}

/** Revokes the living keys that a person made, in one account or in all, with every key of their own account. */
export async function revokeKeysMadeBy(
  tx: Queryable,
  personId: string,
  accountId: string | null,
  at: Date,
): Promise<readonly { readonly id: string; readonly accountId: string; readonly name: string }[]> {
  return await tx<{ id: string; accountId: string; name: string }[]>`
    update api_keys set revoked_at = ${at}
    where revoked_at is null and (${accountId}::uuid is null or account_id = ${accountId})
      and (created_by = ${personId} or account_id in (select id from accounts where personal_person_id = ${personId}))
    returning id, account_id, name`;
}

/** The organizations that a person belongs to, and what they are there. */
export async function listOrganizationsOf(tx: Queryable, personId: string): Promise<readonly string[]> {
  const rows = await tx<{ accountId: string }[]>`
    select m.account_id from members m join accounts a on a.id = m.account_id and a.kind = 'organization'
    where m.person_id = ${personId} order by m.account_id`;
  return rows.map(({ accountId }) => accountId);
}

export interface OrganizationAccount {
  readonly id: string;
  readonly name: string;
  readonly identityUpdatedAt: Date | null;
  readonly deletedAt: Date | null;
}

/** The account of an identity's organization, locked for a change of its members. */
export async function lockOrganization(
  tx: Queryable,
  organizationId: string,
): Promise<OrganizationAccount | null> {
  const [row] = await tx<OrganizationAccount[]>`
    select id, name, identity_updated_at, deleted_at from accounts
    where identity_organization_id = ${organizationId} for no key update`;
  return row ?? null;
}

export async function lockAccountRow(tx: Queryable, accountId: string): Promise<void> {
  await tx`select from accounts where id = ${accountId} for no key update`;
}

export interface NewOrganizationAccount {
  readonly id: string;
  readonly organizationId: string;
  readonly name: string;
  readonly slug: string;
  readonly at: Date;
  readonly updatedAt: Date;
}

/** Returns false, and makes nothing, when the slug is taken. */
export async function insertOrganizationAccount(
  tx: Queryable,
  row: NewOrganizationAccount,
): Promise<boolean> {
  const inserted = await tx`
    insert into accounts (id, kind, name, slug, identity_organization_id, identity_updated_at, created_at, updated_at)
    values (${row.id}, 'organization', ${row.name}, ${row.slug}, ${row.organizationId}, ${row.updatedAt}, ${row.at},
      ${row.at})
    on conflict (slug) do nothing`;
  return inserted.count === 1;
}

export async function setOrganizationFacts(
  tx: Queryable,
  accountId: string,
  name: string,
  updatedAt: Date,
): Promise<void> {
  await tx`
    update accounts set name = ${name}, identity_updated_at = ${updatedAt}, updated_at = now()
    where id = ${accountId}`;
}

export async function setOrganizationRemoved(tx: Queryable, accountId: string, at: Date): Promise<void> {
  await tx`
    update accounts set identity_deleted_at = ${at}, deleted_at = coalesce(deleted_at, ${at}), updated_at = ${at}
    where id = ${accountId}`;
}

export interface MirroredMember {
  readonly role: Role;
  readonly identityMembershipId: string | null;
  readonly identityRole: string | null;
  readonly identityUpdatedAt: Date | null;
}

export async function findMember(
  tx: Queryable,
  accountId: string,
  personId: string,
): Promise<MirroredMember | null> {
  const [row] = await tx<MirroredMember[]>`
    select role, identity_membership_id, identity_role, identity_updated_at from members
    where account_id = ${accountId} and person_id = ${personId}`;
  return row ?? null;
}

export interface MemberFacts {
  readonly accountId: string;
  readonly personId: string;
  readonly membershipId: string;
  readonly identityRole: string;
  readonly updatedAt: Date;
}

export async function insertMirroredMember(
  tx: Queryable,
  { accountId, personId, membershipId, identityRole, updatedAt }: MemberFacts,
  role: Role,
  at: Date,
): Promise<void> {
  await tx`
    insert into members (account_id, person_id, role, identity_membership_id, identity_role, identity_updated_at,
      created_at, updated_at)
    values (${accountId}, ${personId}, ${role}, ${membershipId}, ${identityRole}, ${updatedAt}, ${at}, ${at})`;
}

/** Notes what the identity says of a member, apart from what it makes them here. */
export async function setMemberFacts(tx: Queryable, facts: MemberFacts): Promise<void> {
  await tx`
    update members set identity_membership_id = ${facts.membershipId}, identity_role = ${facts.identityRole},
      identity_updated_at = ${facts.updatedAt}
    where account_id = ${facts.accountId} and person_id = ${facts.personId}`;
}

/** @param role what the member is to become; null: what they are stays */
export async function setPendingRole(
  tx: Queryable,
  accountId: string,
  personId: string,
  role: PendingRole | null,
): Promise<void> {
  await tx`
    update members set identity_pending_role = ${role} where account_id = ${accountId} and person_id = ${personId}`;
}

/** Gives a member the role that was waiting for them, or another one. */
export async function setSettledRole(
  tx: Queryable,
  accountId: string,
  personId: string,
  role: Role,
  at: Date,
): Promise<void> {
  await tx`
    update members set role = ${role}, identity_pending_role = null, updated_at = ${at}
    where account_id = ${accountId} and person_id = ${personId}`;
}

/** Everybody who belongs to the account, the longest-standing first. The caller holds the account's lock. */
export async function listSettledMembers(
  tx: Queryable,
  accountId: string,
): Promise<readonly SettledMember[]> {
  return await tx<SettledMember[]>`
    select m.person_id, m.role, p.deleted_at is null as is_living, m.created_at,
      case when p.identity_deleted_at is null then m.identity_pending_role else 'none' end as pending_role
    from members m join people p on p.id = m.person_id
    where m.account_id = ${accountId} order by m.created_at, m.person_id`;
}
