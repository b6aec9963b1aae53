import { database, type Queryable } from "@/lib/platform/db";
import type { Fields } from "./clean-fields";
import type { AuditFilters } from "./filters";
import { matching } from "./repository";

/** A stored entry as it is read by people and programs. */
export interface AuditRecord {
  readonly id: string;
  readonly accountId: string | null;
  readonly sequence: number;
  readonly occurredAt: string;
  readonly action: string;
  readonly actorKind: string;
  readonly actorId: string;
  readonly targetKind: string;
  readonly targetId: string;
  readonly before: Fields | null;
  readonly after: Fields | null;
  readonly requestId: string | null;
  readonly ip: string | null;
  readonly previousHash: string;
  readonly hash: string;
}

/** Where a page begins: after this entry, newest first. The instant is Postgres's own text: a Date would cut the microseconds. */
export interface EntryPosition {
  readonly occurredAt: string;
  readonly id: string;
}

/** What somebody may see of an account who may not read the whole log: these actions, and what they did themselves. */
export interface Sight {
  readonly actions: readonly string[];
  /** Also everything this person did, if their action is among these. */
  readonly own: { readonly personId: string; readonly actions: readonly string[] } | null;
}

export interface EntryQuery {
  /** Left out: every account's and the installation's. */
  readonly accountId?: string;
  readonly filters: AuditFilters;
  readonly sight?: Sight;
  readonly after: EntryPosition | null;
  readonly limit: number;
}

/** Entries that match, newest first. */
export async function listEntryRows(query: EntryQuery): Promise<readonly AuditRecord[]> {
  const sql = database();
  const { accountId, filters, sight, after, limit } = query;
  const rows = await sql<(Omit<AuditRecord, "occurredAt"> & { occurredAt: Date })[]>`
    select ${columns(sql)} from audit_log a
    where true ${accountId === undefined ? sql`` : sql`and a.account_id = ${accountId}`}
      ${matching(sql, filters)}
      ${sight ? visibleTo(sql, sight) : sql``}
      ${after ? sql`and (a.occurred_at, a.id) < (${after.occurredAt}::text::timestamptz, ${after.id})` : sql``}
    order by a.occurred_at desc, a.id desc
    limit ${limit}`;
  return rows.map(toRecord);
}

function visibleTo(sql: Queryable, { actions, own }: Sight) {
  const seen = sql`a.action = any(${sql.array([...actions], 25)})`;
  if (!own) return sql`and ${seen}`;
  return sql`
    and (${seen} or (a.actor_kind = 'person' and a.actor_id = ${own.personId}
      and a.action = any(${sql.array([...own.actions], 25)})))`;
}

/** One entry of an account; null when there is none of that id. Without an account: of any. */
export async function findEntryRow(id: string, accountId?: string): Promise<AuditRecord | null> {
  const sql = database();
  const [row] = await sql<(Omit<AuditRecord, "occurredAt"> & { occurredAt: Date })[]>`
    select ${columns(sql)} from audit_log a
    where a.id = ${id} ${accountId === undefined ? sql`` : sql`and a.account_id = ${accountId}`}`;
  return row ? toRecord(row) : null;
}

/** The place of an entry in the order of the list; null when there is none of that id. */
export async function findPosition(id: string, accountId?: string): Promise<EntryPosition | null> {
  const sql = database();
  const [row] = await sql<EntryPosition[]>`
    select a.id, a.occurred_at::text as occurred_at from audit_log a
    where a.id = ${id} ${accountId === undefined ? sql`` : sql`and a.account_id = ${accountId}`}`;
  return row ?? null;
}

const columns = (sql: Queryable) => sql`
  a.id, a.account_id, a.sequence, a.occurred_at, a.action, a.actor_kind, a.actor_id, a.target_kind, a.target_id,
  a.before, a.after, a.request_id, a.ip, encode(a.previous_hash, 'hex') as previous_hash,
  encode(a.hash, 'hex') as hash`;

const toRecord = (row: Omit<AuditRecord, "occurredAt"> & { occurredAt: Date }): AuditRecord => ({
  ...row,
  occurredAt: row.occurredAt.toISOString(),
});

export interface NameRow {
  readonly id: string;
  readonly name: string;
}

/**
 * Names by id of people and API keys. People are named who belong to the account now; staff of the installation is
 * called that; without an account everybody is named.
 */
export async function listNames(
  ids: readonly string[],
  accountId: string | null,
): Promise<readonly NameRow[]> {
  if (ids.length === 0) return [];
  const sql = database();
  const wanted = sql.array([...ids], 25);
  return await sql<NameRow[]>`
    select p.id, case when ${accountId}::uuid is null or m.person_id is not null
      then coalesce(nullif(p.name, ''), p.email) else 'Meterhouse staff' end as name
    from people p
    left join members m on m.person_id = p.id and m.account_id = ${accountId}
    left join platform_admins s on s.person_id = p.id
    where p.id = any(${wanted}) and p.deleted_at is null
      and (${accountId}::uuid is null or m.person_id is not null or s.person_id is not null)
    union all
    select k.id::text, k.name from api_keys k
    where k.id::text = any(${wanted}) and (${accountId}::uuid is null or k.account_id = ${accountId})`;
}
