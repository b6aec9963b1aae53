import { database, type Queryable, type Transaction } from "@/lib/platform/db";
import type { Fields } from "./clean-fields";
import type { EntryText } from "./encode-entry";
import { type AuditFilters, isActorKind } from "./filters";

export interface NewAuditRow {
  readonly id: string;
  readonly accountId: string | null;
  readonly actorKind: string;
  readonly actorId: string;
  readonly action: string;
  readonly targetKind: string;
  readonly targetId: string;
  readonly before: Fields | null;
  readonly after: Fields | null;
  readonly requestId: string;
  readonly ip: string | null;
  readonly occurredAt: Date;
}

/** Inserts rows in the order given. The database gives each its place in its account's chain. */
export async function insertAuditRows(sql: Queryable, rows: readonly NewAuditRow[]): Promise<void> {
  await sql`
    insert into audit_log (id, account_id, actor_kind, actor_id, action, target_kind, target_id, before, after,
      request_id, ip, occurred_at)
    select * from jsonb_to_recordset(${sql.json(rows.map(toRecord) as never)}) as entries (
      id uuid, account_id uuid, actor_kind text, actor_id text, action text, target_kind text, target_id text,
      before jsonb, after jsonb, request_id text, ip inet, occurred_at timestamptz)`;
}

const toRecord = (row: NewAuditRow) => ({
  id: row.id,
  account_id: row.accountId,
  actor_kind: row.actorKind,
  actor_id: row.actorId,
  action: row.action,
  target_kind: row.targetKind,
  target_id: row.targetId,
  before: row.before,
  after: row.after,
  request_id: row.requestId,
  ip: row.ip,
  occurred_at: row.occurredAt,
});

/** One chain: an account's, or with null the installation's. */
export interface ChainName {
  readonly accountId: string | null;
}

/** A stored entry as text, with the hash that stands beside it. */
export interface StoredEntry extends EntryText {
  readonly hash: string;
}

/** Rows fetched at once: enough that round trips do not count, few enough that memory does not grow. */
const BATCH = 2_000;

/** Every entry in scope, chain by chain in the order of the chain; a batch is read when it is asked for. */
export async function* streamEntries(
  tx: Transaction,
  chain: ChainName | null,
  fromSequence = 1,
): AsyncGenerator<StoredEntry> {
  const rows = tx<StoredEntry[]>`
    select ${entryColumns(tx)}
    from audit_log a
    where ${inChain(tx, chain, "a")} ${fromSequence > 1 ? tx`and a.sequence >= ${fromSequence}` : tx``}
    order by a.account_id, a.sequence`.cursor(BATCH);
  for await (const batch of rows) yield* batch;
}

/** The columns that are hashed, each as the text that is hashed, and the hash. */
const entryColumns = (sql: Queryable) => sql`
  a.sequence::text as sequence, encode(a.previous_hash, 'hex') as previous_hash, encode(a.hash, 'hex') as hash,
  a.id::text as id, a.account_id::text as account_id, a.actor_kind, a.actor_id, a.action, a.target_kind, a.target_id,
  a.before::text as before, a.after::text as after, a.request_id, abbrev(a.ip) as ip,
  to_char(a.occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as occurred_at`;

function inChain(sql: Queryable, chain: ChainName | null, table: string) {
  if (!chain) return sql`true`;
  return chain.accountId === null
    ? sql`${sql(table)}.account_id is null`
    : sql`${sql(table)}.account_id = ${chain.accountId}`;
}

export interface ChainHead extends ChainName {
  readonly sequence: number;
  /** 64 hexadecimal digits. */
  readonly hash: string;
}

/** The heads of the chains in scope that have an entry, the installation's last. */
export async function listHeads(sql: Queryable, chain: ChainName | null): Promise<readonly ChainHead[]> {
  return await sql<ChainHead[]>`
    select c.account_id, c.sequence, encode(c.hash, 'hex') as hash
    from audit_chains c where ${inChain(sql, chain, "c")} and c.sequence > 0
    order by c.account_id`;
}

/** The first entry of each chain in scope that happened at or after an instant, with its chain. */
export async function listFirstSince(
  sql: Queryable,
  chain: ChainName | null,
  since: Date,
): Promise<readonly (ChainName & { readonly sequence: number })[]> {
  return await sql<(ChainName & { sequence: number })[]>`
    select a.account_id, min(a.sequence) as sequence
    from audit_log a where ${inChain(sql, chain, "a")} and a.occurred_at >= ${since}
    group by a.account_id order by a.account_id`;
}

/** The stored hash of one entry; null when there is none. */
export async function findEntryHash(
  sql: Queryable,
  chain: ChainName,
  sequence: number,
): Promise<string | null> {
  const [row] = await sql<{ hash: string }[]>`
    select encode(a.hash, 'hex') as hash from audit_log a
    where ${inChain(sql, chain, "a")} and a.sequence = ${sequence}`;
  return row?.hash ?? null;
}

/** The conditions of the filters, each served by an index that begins with its column. */
export function matching(sql: Queryable, { actor, action, targetId, from, to }: AuditFilters) {
  const byActor = (name: string) =>
    isActorKind(name)
      ? sql`and a.actor_kind = ${name} and a.actor_kind <> 'person'`
      : sql`and a.actor_id = ${name}`;
  return sql`
    ${actor === undefined ? sql`` : byActor(actor)}
    ${action === undefined ? sql`` : sql`and a.action = ${action}`}
    ${targetId === undefined ? sql`` : sql`and a.target_id = ${targetId}`}
    ${from === undefined ? sql`` : sql`and a.occurred_at >= ${from}`}
    ${to === undefined ? sql`` : sql`and a.occurred_at < ${to}`}`;
}

/** How many entries of the account match, up to a place in its chain. */
export async function countEntriesUpTo(
  accountId: string,
  filters: AuditFilters,
  upTo: number,
): Promise<number> {
  const sql = database();
  const [row] = await sql<{ count: number }[]>`
    select count(*) as count from audit_log a
    where a.account_id = ${accountId} and a.sequence <= ${upTo} ${matching(sql, filters)}`;
  return row?.count ?? 0;
}

/** The next entries of the account's chain that match, as text. */
export async function listEntriesAfter(
  accountId: string,
  filters: AuditFilters,
  { after, upTo, limit }: { readonly after: number; readonly upTo: number; readonly limit: number },
): Promise<readonly StoredEntry[]> {
  const sql = database();
  return await sql<StoredEntry[]>`
    select ${entryColumns(sql)} from audit_log a
    where a.account_id = ${accountId} and a.sequence > ${after} and a.sequence <= ${upTo} ${matching(sql, filters)}
    order by a.sequence limit ${limit}`;
}

/** Runs reads over one unchanging state of the database, while others go on writing. */
export async function withSnapshot<T>(read: (tx: Transaction) => Promise<T>): Promise<T> {
  return (await database().begin("isolation level repeatable read read only", read)) as T;
}

/** The account of an id or a slug, deleted ones included; null when there is none. */
export async function findAccountByName(name: string): Promise<string | null> {
  const [row] = await database()<{ id: string }[]>`
    select id from accounts where id::text = ${name} or slug = ${name}`;
  return row?.id ?? null;
}
