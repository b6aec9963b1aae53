import { database, type Queryable } from "@/lib/platform/db";
import type { AdminAccount, AdminActivity, AdminMember } from "./schemas";

export interface AccountSearch {
  /** Null lists everything. */
  readonly text: string | null;
  readonly limit: number;
  /** Id of the last account of the page before. */
  readonly startingAfter: string | null;
  readonly now: Date;
}

type AccountRow = Omit<AdminAccount, "createdAt"> & { readonly createdAt: Date };
const toAccount = ({ createdAt, ...row }: AccountRow): AdminAccount => ({
  ...row,
  createdAt: createdAt.toISOString(),
});

/**
 * Living accounts, newest first. A text finds by part of the name, by the beginning of the slug, by part of a
 * member's e-mail address when it has an @, and by the whole id of the account or of its customer at the provider.
 */
export async function searchAccounts({
  text,
  limit,
  startingAfter,
  now,
}: AccountSearch): Promise<AdminAccount[]> {
  const sql = database();
  const part = `%${escapeLike(text ?? "")}%`;
  const byAddress = text?.includes("@")
    ? sql`or a.id in (
        select m.account_id from members m join people p on p.id = m.person_id and p.deleted_at is null
        where p.email like ${part.toLowerCase()})`
    : sql``;
  const matches =
    text === null
      ? sql``
      : sql`and (
          a.name ilike ${part} or a.slug like ${part.slice(1).toLowerCase()} or a.id::text = ${text.toLowerCase()}
          or a.id in (select c.account_id from customers c where c.id = ${text}) ${byAddress})`;
  const after = startingAfter
    ? sql`and (a.created_at, a.id) < (select created_at, id from accounts where id = ${startingAfter})`
    : sql``;
  const rows = await sql<AccountRow[]>`
    select a.id, a.name, a.slug, a.kind, a.created_at,
      case when p.access_until is null or p.access_until > ${now} then coalesce(p.tier_key, 'free') else 'free' end as plan,
      s.status as subscription_status,
      (
        select count(*)::integer from members m join people h on h.id = m.person_id and h.deleted_at is null
        where m.account_id = a.id
      ) as members
    from accounts a
    left join account_plans p on p.account_id = a.id
    left join subscriptions s on s.account_id = a.id and s.is_primary
    where a.deleted_at is null ${after} ${matches}
    order by a.created_at desc, a.id desc
    limit ${limit}`;
  return rows.map(toAccount);
}

/** In a pattern these stand for themselves. */
const escapeLike = (text: string): string => text.replaceAll(/[\\%_]/g, (character) => `\\${character}`);

export interface AccountFacts {
  readonly id: string;
  readonly name: string;
  readonly slug: string;
  readonly kind: "personal" | "organization";
  readonly currency: string;
  readonly createdAt: Date;
}

export async function findAccountFacts(
  accountId: string,
  sql: Queryable = database(),
): Promise<AccountFacts | null> {
  const [row] = await sql<AccountFacts[]>`
    select id, name, slug, kind, currency, created_at from accounts where id = ${accountId} and deleted_at is null`;
  return row ?? null;
}

export interface AccountVisit {
  readonly id: string;
  readonly reason: string;
  readonly openedAt: Date;
  readonly endsAt: Date;
}

/** The admin's latest reason for the account that still holds. */
export async function findVisit(
  accountId: string,
  personId: string,
  now: Date,
): Promise<AccountVisit | null> {
  const [row] = await database()<AccountVisit[]>`
    select id, reason, opened_at, ends_at from admin_visits
    where account_id = ${accountId} and person_id = ${personId} and ends_at > ${now}
    order by ends_at desc
    limit 1`;
  return row ?? null;
}

/** Names of accounts by id, deleted ones too. */
export async function listAccountNames(ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const rows = await database()<{ id: string; name: string }[]>`
    select id, name from accounts where id = any(${[...ids]}::uuid[])`;
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** The accounts that an admin has said why to look into, and may look into now. */
export async function listOpenVisits(personId: string, now: Date): Promise<readonly string[]> {
  const rows = await database()<{ accountId: string }[]>`
    select distinct account_id from admin_visits where person_id = ${personId} and ends_at > ${now}`;
  return rows.map(({ accountId }) => accountId);
}

export async function insertVisit(
  sql: Queryable,
  visit: AccountVisit & { readonly accountId: string; readonly personId: string },
): Promise<void> {
  await sql`
    insert into admin_visits (id, account_id, person_id, reason, opened_at, ends_at)
    values (${visit.id}, ${visit.accountId}, ${visit.personId}, ${visit.reason}, ${visit.openedAt}, ${visit.endsAt})`;
}

/** Deletes reasons that no longer hold; returns how many. */
export async function deleteEndedVisits(): Promise<number> {
  const deleted = await database()`delete from admin_visits where ends_at <= now()`;
  return deleted.count;
}

/** The account's living members, owners first. */
export async function listMembers(accountId: string, limit: number): Promise<readonly AdminMember[]> {
  const rows = await database()<(Omit<AdminMember, "joinedAt"> & { joinedAt: Date })[]>`
    select p.id as person_id, p.name, p.email, m.role, m.created_at as joined_at
    from members m join people p on p.id = m.person_id and p.deleted_at is null
    where m.account_id = ${accountId}
    order by m.role <> 'owner', m.created_at, p.id
    limit ${limit}`;
  return rows.map(({ joinedAt, ...row }) => ({ ...row, joinedAt: joinedAt.toISOString() }));
}

/** The latest of the account's audit log, newest first, with names of the people in it as they are now. */
export async function listActivity(
  accountId: string,
  limit: number,
): Promise<readonly Omit<AdminActivity, "label">[]> {
  const rows = await database()<(Omit<AdminActivity, "occurredAt" | "label"> & { occurredAt: Date })[]>`
    select l.id, l.action, l.actor_kind, coalesce(nullif(p.name, ''), p.email) as actor_name, l.target_kind,
      l.after ->> 'reason' as reason, l.occurred_at
    from audit_log l left join people p on l.actor_kind = 'person' and p.id = l.actor_id
    where l.account_id = ${accountId}
    order by l.occurred_at desc, l.id desc
    limit ${limit}`;
  return rows.map(({ occurredAt, ...row }) => ({ ...row, occurredAt: occurredAt.toISOString() }));
}

export interface AccountCustomer {
  readonly id: string;
  readonly name: string | null;
  readonly email: string | null;
  readonly currency: string | null;
  readonly address: Readonly<Record<string, string | null>> | null;
  readonly syncedAt: Date | null;
}

/** The account's living customer at the provider. */
export async function findCustomerOf(accountId: string): Promise<AccountCustomer | null> {
  const [row] = await database()<AccountCustomer[]>`
    select id, name, email, currency, address, synced_at from customers
    where account_id = ${accountId} and deleted_at is null`;
  return row ?? null;
}
