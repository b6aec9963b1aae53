import { database, type Queryable } from "@/lib/platform/db";
import type { ApiKey } from "./schemas";

export interface PersonFacts {
  readonly id: string;
  readonly email: string;
  readonly name: string;
}

export async function findPerson(personId: string, sql: Queryable = database()): Promise<PersonFacts | null> {
  const [row] = await sql<PersonFacts[]>`
    select id, email, name from people where id = ${personId} and deleted_at is null`;
  return row ?? null;
}

/** Inserts the person unless known. Returns false when somebody else was first. */
export async function insertPerson(sql: Queryable, person: PersonFacts): Promise<boolean> {
  const inserted = await sql`
    insert into people (id, email, name) values (${person.id}, ${person.email}, ${person.name})
    on conflict (id) do nothing`;
  return inserted.count === 1;
}

export interface NewAccount {
  readonly id: string;
  readonly personId: string;
  readonly name: string;
  readonly slug: string;
  readonly createdAt: Date;
}

/** A personal account with its person as owner. The unique index on the person refuses a second one. */
export async function insertPersonalAccount(sql: Queryable, account: NewAccount): Promise<void> {
  await sql`
    with created as (
      insert into accounts (id, kind, personal_person_id, name, slug, created_at, updated_at)
      values (${account.id}, 'personal', ${account.personId}, ${account.name}, ${account.slug},
        ${account.createdAt}, ${account.createdAt})
      returning id
    )
    insert into members (account_id, person_id, role) select id, ${account.personId}, 'owner' from created`;
}

export interface NewApiKey {
  readonly id: string;
  readonly accountId: string;
  readonly createdBy: string | null;
  readonly name: string;
  readonly prefix: string;
  readonly keyHash: Buffer;
  readonly scopes: readonly string[];
  readonly expiresAt: Date | null;
  readonly createdAt: Date;
}

export async function insertApiKey(sql: Queryable, key: NewApiKey): Promise<void> {
  await sql`
    insert into api_keys (id, account_id, created_by, name, prefix, key_hash, scopes, expires_at, created_at)
    values (${key.id}, ${key.accountId}, ${key.createdBy}, ${key.name}, ${key.prefix}, ${key.keyHash},
      ${sql.array([...key.scopes], 25)}, ${key.expiresAt}, ${key.createdAt})`;
}

export interface StoredApiKey {
  readonly id: string;
  readonly accountId: string;
  readonly createdBy: string | null;
  readonly name: string;
  readonly scopes: readonly string[];
  readonly expiresAt: Date | null;
  readonly revokedAt: Date | null;
}

/** A key of the account, locked for the caller's change. Null when absent or another account's. */
export async function lockApiKey(
  sql: Queryable,
  accountId: string,
  id: string,
): Promise<StoredApiKey | null> {
  const [row] = await sql<StoredApiKey[]>`
    select id, account_id, created_by, name, scopes, expires_at, revoked_at from api_keys
    where id = ${id} and account_id = ${accountId}
    for update`;
  return row ?? null;
}

export async function setApiKeyRevoked(sql: Queryable, id: string, at: Date): Promise<void> {
  await sql`update api_keys set revoked_at = ${at} where id = ${id}`;
}

export async function setApiKeyExpiry(sql: Queryable, id: string, at: Date): Promise<void> {
  await sql`update api_keys set expires_at = ${at} where id = ${id}`;
}

export async function listApiKeys(
  accountId: string,
  onlyCreatedBy: string | null,
): Promise<readonly ApiKey[]> {
  const rows = await database()<
    (Omit<ApiKey, "createdAt" | "expiresAt" | "lastUsedAt" | "revokedAt"> & Record<string, Date | null>)[]
  >`
    select k.id, k.name, k.prefix, k.scopes, k.created_by, coalesce(nullif(p.name, ''), p.email) as created_by_name,
      k.created_at, k.expires_at, k.last_used_at, k.revoked_at
    from api_keys k left join people p on p.id = k.created_by
    where k.account_id = ${accountId} and (${onlyCreatedBy}::text is null or k.created_by = ${onlyCreatedBy})
    order by k.revoked_at is not null, k.created_at desc
    limit 200`;
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    prefix: row.prefix,
    scopes: row.scopes,
    createdBy: row.createdBy,
    createdByName: row.createdByName,
    createdAt: iso(row["createdAt"]) ?? "",
    expiresAt: iso(row["expiresAt"]),
    lastUsedAt: iso(row["lastUsedAt"]),
    revokedAt: iso(row["revokedAt"]),
  }));
}

const iso = (date: Date | null | undefined): string | null => date?.toISOString() ?? null;

export interface LiveApiKey {
  readonly id: string;
  readonly accountId: string;
  readonly accountSlug: string;
  readonly scopes: readonly string[];
  readonly expiresAt: Date | null;
  readonly revokedAt: Date | null;
  readonly accountDeleted: boolean;
}

/**
 * Looks a key up by its hash and notes that it was used, at most once a minute so that a busy key does not
 * write on every call. One statement.
 */
export async function findApiKeyByHash(
  hash: Buffer,
  at: Date,
  ip: string | null,
): Promise<LiveApiKey | null> {
  const [row] = await database()<LiveApiKey[]>`
    with found as (
      select k.id, k.account_id, a.slug as account_slug, k.scopes, k.expires_at, k.revoked_at,
        a.deleted_at is not null as account_deleted, k.last_used_at
      from api_keys k join accounts a on a.id = k.account_id
      where k.key_hash = ${hash}
    ), touched as (
      update api_keys set last_used_at = ${at}, last_used_ip = coalesce(${ip}::inet, last_used_ip)
      where id in (
        select id from found
        where revoked_at is null and (last_used_at is null or last_used_at < ${at}::timestamptz - interval '1 minute')
      )
    )
    select id, account_id, account_slug, scopes, expires_at, revoked_at, account_deleted from found`;
  return row ?? null;
}

export interface AuditRow {
  readonly id: string;
  readonly accountId: string | null;
  readonly actorKind: string;
  readonly actorId: string;
  readonly action: string;
  readonly targetKind: string;
  readonly targetId: string;
  readonly before?: Readonly<Record<string, unknown>>;
  readonly after?: Readonly<Record<string, unknown>>;
  readonly requestId: string;
  readonly ip: string | null;
  readonly occurredAt: Date;
}

export async function insertAuditRow(sql: Queryable, row: AuditRow): Promise<void> {
  const json = (value: AuditRow["before"]) => (value === undefined ? null : sql.json(value as never));
  await sql`
    insert into audit_log (id, account_id, actor_kind, actor_id, action, target_kind, target_id, before, after,
      request_id, ip, occurred_at)
    values (${row.id}, ${row.accountId}, ${row.actorKind}, ${row.actorId}, ${row.action}, ${row.targetKind},
      ${row.targetId}, ${json(row.before)}, ${json(row.after)}, ${row.requestId}, ${row.ip}, ${row.occurredAt})`;
}
