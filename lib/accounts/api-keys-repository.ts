import { database, type Queryable } from "@/lib/platform/db";
import type { Role } from "./permissions";
import type { ApiKey } from "./schemas";

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
  readonly successorId: string | null;
}

/** A key of the account, locked for the caller's change. Null when absent or another account's. */
export async function lockApiKey(
  sql: Queryable,
  accountId: string,
  id: string,
): Promise<StoredApiKey | null> {
  const [row] = await sql<StoredApiKey[]>`
    select id, account_id, created_by, name, scopes, expires_at, revoked_at, successor_id from api_keys
    where id = ${id} and account_id = ${accountId}
    for update`;
  return row ?? null;
}

/** @param by the person who did it; null when it was not a person */
export async function setApiKeyRevoked(
  sql: Queryable,
  id: string,
  at: Date,
  by: string | null,
): Promise<void> {
  await sql`update api_keys set revoked_at = ${at}, revoked_by = ${by} where id = ${id}`;
}

/** Notes by which key this one was replaced, and when it ends for that. */
export async function setApiKeySuccessor(
  sql: Queryable,
  id: string,
  successorId: string,
  expiresAt: Date,
): Promise<void> {
  await sql`update api_keys set successor_id = ${successorId}, expires_at = ${expiresAt} where id = ${id}`;
}

export interface ApiKeyCounts {
  /** Keys that work and have not been replaced: what the cap is about. */
  readonly live: number;
  /** Replaced keys that still work for a while. */
  readonly replaced: number;
}

/** Counts the account's keys, alone: whoever else would make one in this account waits for the transaction's end. */
export async function countApiKeysAlone(sql: Queryable, accountId: string, at: Date): Promise<ApiKeyCounts> {
  await sql`select from accounts where id = ${accountId} for no key update`;
  const [row] = await sql<ApiKeyCounts[]>`
    select count(*) filter (where successor_id is null) as live, count(successor_id) as replaced
    from api_keys
    where account_id = ${accountId} and revoked_at is null and (expires_at is null or expires_at > ${at})`;
  return row ?? { live: 0, replaced: 0 };
}

type ListedRow = Omit<ApiKey, "createdAt" | "expiresAt" | "lastUsedAt" | "revokedAt"> & {
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  readonly lastUsedAt: Date | null;
  readonly revokedAt: Date | null;
};

export async function listApiKeys(
  accountId: string,
  onlyCreatedBy: string | null,
): Promise<readonly ApiKey[]> {
  const rows = await database()<ListedRow[]>`
    select k.id, k.name, k.prefix, k.scopes, k.created_by, coalesce(nullif(maker.name, ''), maker.email) as created_by_name,
      k.created_at, k.expires_at, k.last_used_at, host(k.last_used_ip) as last_used_ip, k.successor_id, k.revoked_at,
      coalesce(nullif(revoker.name, ''), revoker.email) as revoked_by_name
    from api_keys k
    left join people maker on maker.id = k.created_by
    left join people revoker on revoker.id = k.revoked_by
    where k.account_id = ${accountId} and (${onlyCreatedBy}::text is null or k.created_by = ${onlyCreatedBy})
    order by k.revoked_at is not null, k.created_at desc
    limit 200`;
  return rows.map((row) => ({
    ...row,
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt?.toISOString() ?? null,
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
    revokedAt: row.revokedAt?.toISOString() ?? null,
  }));
}

export interface LiveApiKey {
  readonly id: string;
  readonly accountId: string;
  readonly accountSlug: string;
  readonly scopes: readonly string[];
  readonly expiresAt: Date | null;
  readonly revokedAt: Date | null;
  readonly accountDeleted: boolean;
  /** Null for a key that no person made. */
  readonly createdBy: string | null;
  /** What the person who made it is in the account now; null when they no longer belong. */
  readonly makerRole: Role | null;
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
        a.deleted_at is not null as account_deleted, k.last_used_at, k.created_by, m.role as maker_role
      from api_keys k
      join accounts a on a.id = k.account_id
      left join members m on m.account_id = k.account_id and m.person_id = k.created_by
      where k.key_hash = ${hash}
    ), touched as (
      update api_keys set last_used_at = ${at}, last_used_ip = coalesce(${ip}::inet, last_used_ip)
      where id in (
        select id from found
        where revoked_at is null and (last_used_at is null or last_used_at < ${at}::timestamptz - interval '1 minute')
      )
    )
    select id, account_id, account_slug, scopes, expires_at, revoked_at, account_deleted, created_by, maker_role
    from found`;
  return row ?? null;
}

export interface ExpiringApiKey {
  readonly id: string;
  readonly accountId: string;
  readonly daysLeft: 7 | 1;
}

/**
 * Takes the keys whose end is near and marks them as warned of, so that whoever comes next finds none of them.
 * A key that was replaced ends on purpose, and one whose whole life is shorter than the notice was made to end.
 */
export async function claimExpiringApiKeys(
  sql: Queryable,
  at: Date,
  most: number,
): Promise<readonly ExpiringApiKey[]> {
  return await sql<ExpiringApiKey[]>`
    with due as (
      select k.id, case when k.expires_at <= ${at}::timestamptz + interval '1 day' then 1 else 7 end as days_left
      from api_keys k
      join accounts a on a.id = k.account_id and a.deleted_at is null
      where k.revoked_at is null and k.successor_id is null
        and k.expires_at > ${at} and k.expires_at <= ${at}::timestamptz + interval '7 days'
        and (
          (k.expiry_warned_days is null and k.created_at < k.expires_at - interval '7 days')
          or (
            k.expiry_warned_days is distinct from 1 and k.expires_at <= ${at}::timestamptz + interval '1 day'
            and k.created_at < k.expires_at - interval '1 day'
          )
        )
      order by k.expires_at
      limit ${most}
      for update of k skip locked
    )
    update api_keys k set expiry_warned_days = due.days_left from due where k.id = due.id
    returning k.id, k.account_id, due.days_left`;
}

export interface ApiKeyFacts {
  readonly id: string;
  readonly name: string;
  readonly prefix: string;
  readonly accountId: string;
  readonly accountName: string;
  readonly accountSlug: string;
  readonly createdBy: string | null;
  readonly createdByName: string | null;
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  readonly isAlive: boolean;
}

/** What a message about a key says. Null when the key or its account is gone. */
export async function findApiKeyFacts(id: string): Promise<ApiKeyFacts | null> {
  const [row] = await database()<ApiKeyFacts[]>`
    select k.id, k.name, k.prefix, k.account_id, a.name as account_name, a.slug as account_slug, k.created_by,
      coalesce(nullif(p.name, ''), p.email) as created_by_name, k.created_at, k.expires_at,
      k.revoked_at is null and k.successor_id is null as is_alive
    from api_keys k
    join accounts a on a.id = k.account_id and a.deleted_at is null
    left join people p on p.id = k.created_by
    where k.id = ${id}`;
  return row ?? null;
}
