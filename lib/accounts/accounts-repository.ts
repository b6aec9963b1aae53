import { database, type Queryable } from "@/lib/platform/db";
import type { Role } from "./permissions";
import type { PersonFacts } from "./repository";
import type { Account } from "./schemas";

export interface Membership {
  readonly accountId: string;
  readonly accountName: string;
  readonly accountSlug: string;
  readonly accountKind: "personal" | "organization";
  readonly role: Role;
  readonly lastSeenAt: Date | null;
  /** The deletion that the account waits for; null when none was asked for. */
  readonly deletion: {
    readonly subject: "account" | "person";
    readonly state: "scheduled" | "erasing";
    /** ISO 8601. */
    readonly dueAt: string;
  } | null;
}

/** A person and everything they belong to. */
export interface Standing {
  readonly person: PersonFacts;
  /** Staff of this installation, now. Says nothing about any account. */
  readonly isPlatformAdmin: boolean;
  /** Living memberships, the personal account first. */
  readonly memberships: readonly Membership[];
}

type StandingRow = PersonFacts & { readonly isPlatformAdmin: boolean } & (
    | Membership
    | { readonly accountId: null }
  );

/** One statement, asked with every page and every call of a person. Null when they are not known, or deleted. */
export async function findStanding(personId: string, sql: Queryable = database()): Promise<Standing | null> {
  const rows = await sql<StandingRow[]>`
    select p.id, p.email, p.name, a.id as account_id, a.name as account_name, a.slug as account_slug,
      a.kind as account_kind, m.role, m.last_seen_at,
      exists (select from platform_admins s where s.person_id = p.id and s.revoked_at is null) as is_platform_admin,
      (
        select jsonb_build_object('subject', d.subject, 'state', d.state, 'dueAt', d.due_at)
        from deletions d where d.account_id = a.id and d.state in ('scheduled', 'erasing')
      ) as deletion
    from people p
    left join (members m join accounts a on a.id = m.account_id and a.deleted_at is null) on m.person_id = p.id
    where p.id = ${personId} and p.deleted_at is null
    order by a.personal_person_id is distinct from ${personId}, a.name, a.id`;
  const [first] = rows;
  if (!first) return null;
  const { id, email, name, isPlatformAdmin } = first;
  const memberships = rows.flatMap((row) => {
    if (row.accountId === null) return [];
    const { accountId, accountName, accountSlug, accountKind, role, lastSeenAt, deletion } = row;
    return [{ accountId, accountName, accountSlug, accountKind, role, lastSeenAt, deletion }];
  });
  return { person: { id, email, name }, isPlatformAdmin, memberships };
}

export interface NewOrganization {
  readonly id: string;
  readonly name: string;
  readonly slug: string;
  readonly currency: string;
  readonly ownerId: string;
  readonly createdAt: Date;
}

/** An organization with its owner. Returns false, and makes nothing, when the slug is taken. */
export async function insertOrganization(sql: Queryable, account: NewOrganization): Promise<boolean> {
  const inserted = await sql`
    with created as (
      insert into accounts (id, kind, name, slug, currency, created_at, updated_at)
      values (${account.id}, 'organization', ${account.name}, ${account.slug}, ${account.currency},
        ${account.createdAt}, ${account.createdAt})
      on conflict (slug) do nothing
      returning id
    )
    insert into members (account_id, person_id, role) select id, ${account.ownerId}, 'owner' from created`;
  return inserted.count === 1;
}

/**
 * How many organizations a person owns. Their row stays locked, so that two requests at once cannot both be the
 * last one allowed. Null when the person does not exist.
 */
export async function lockOwnedOrganizations(sql: Queryable, personId: string): Promise<number | null> {
  const locked = await sql`select from people where id = ${personId} and deleted_at is null for update`;
  if (locked.count === 0) return null;
  // A statement of its own: it sees what was committed while this one waited for the lock.
  const [row] = await sql<{ owned: number }[]>`
    select count(*)::integer as owned
    from members m join accounts a on a.id = m.account_id
    where m.person_id = ${personId} and m.role = 'owner' and a.kind = 'organization' and a.deleted_at is null`;
  return row?.owned ?? 0;
}

const accountColumns = (sql: Queryable) =>
  sql`a.id, a.name, a.slug, a.kind, a.currency, m.role, a.created_at`;
type AccountRow = Omit<Account, "createdAt"> & { readonly createdAt: Date };
const toAccount = ({ createdAt, ...row }: AccountRow): Account => ({
  ...row,
  createdAt: createdAt.toISOString(),
});

/** The person's living accounts, the personal one first. */
export async function listAccountsOf(personId: string): Promise<readonly Account[]> {
  const sql = database();
  const rows = await sql<AccountRow[]>`
    select ${accountColumns(sql)}
    from members m join accounts a on a.id = m.account_id and a.deleted_at is null
    where m.person_id = ${personId}
    order by a.personal_person_id is distinct from ${personId}, a.name, a.id`;
  return rows.map(toAccount);
}

/** A living account as one of its members sees it; null when they are none. */
export async function findAccount(accountId: string, personId: string): Promise<Account | null> {
  const sql = database();
  const [row] = await sql<AccountRow[]>`
    select ${accountColumns(sql)}
    from members m join accounts a on a.id = m.account_id and a.deleted_at is null
    where m.person_id = ${personId} and a.id = ${accountId}`;
  return row ? toAccount(row) : null;
}

/** Kind and name of a living account, locked for the caller's change. */
export async function lockAccount(
  sql: Queryable,
  accountId: string,
): Promise<{ readonly kind: Membership["accountKind"]; readonly name: string } | null> {
  const [row] = await sql<{ kind: Membership["accountKind"]; name: string }[]>`
    select kind, name from accounts where id = ${accountId} and deleted_at is null for update`;
  return row ?? null;
}

export async function setAccountName(
  sql: Queryable,
  accountId: string,
  name: string,
  at: Date,
): Promise<void> {
  await sql`update accounts set name = ${name}, updated_at = ${at} where id = ${accountId}`;
}
