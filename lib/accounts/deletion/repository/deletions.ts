import { database, type Queryable, type Transaction } from "@/lib/platform/db";

export type DeletionState = "scheduled" | "undone" | "erasing" | "erased";

export interface StoredDeletion {
  readonly id: string;
  readonly subject: "account" | "person";
  /** The account to be erased; of a person, their personal account. */
  readonly accountId: string;
  readonly personId: string | null;
  /** Null: the identity provider did it. */
  readonly requestedBy: string | null;
  readonly state: DeletionState;
  readonly requestedAt: Date;
  readonly dueAt: Date;
  readonly holdReason: string | null;
}

const columns = (sql: Queryable) =>
  sql`id, subject, account_id, person_id, requested_by, state, requested_at, due_at, hold_reason`;

export type NewDeletion = Omit<StoredDeletion, "state" | "holdReason">;

/** Stores a request. Null when the account or person has an open one already: the unique indexes decide. */
export async function insertDeletion(tx: Queryable, deletion: NewDeletion): Promise<StoredDeletion | null> {
  const [row] = await tx<StoredDeletion[]>`
    insert into deletions (id, subject, account_id, person_id, requested_by, requested_at, due_at)
    values (${deletion.id}, ${deletion.subject}, ${deletion.accountId}, ${deletion.personId},
      ${deletion.requestedBy}, ${deletion.requestedAt}, ${deletion.dueAt})
    on conflict do nothing
    returning ${columns(tx)}`;
  return row ?? null;
}

/** The deletion that an account waits for or undergoes; null when there is none. */
export async function findOpenDeletion(
  accountId: string,
  sql: Queryable = database(),
): Promise<StoredDeletion | null> {
  const [row] = await sql<StoredDeletion[]>`
    select ${columns(sql)} from deletions where account_id = ${accountId} and state in ('scheduled', 'erasing')`;
  return row ?? null;
}

/** The deletion that a person asked for and that is still open. */
export async function findOpenDeletionOfPerson(personId: string): Promise<StoredDeletion | null> {
  const sql = database();
  const [row] = await sql<StoredDeletion[]>`
    select ${columns(sql)} from deletions where person_id = ${personId} and state in ('scheduled', 'erasing')`;
  return row ?? null;
}

export async function findDeletion(id: string): Promise<StoredDeletion | null> {
  const sql = database();
  const [row] = await sql<StoredDeletion[]>`select ${columns(sql)} from deletions where id = ${id}`;
  return row ?? null;
}

export async function lockDeletion(tx: Transaction, id: string): Promise<StoredDeletion | null> {
  const [row] = await tx<StoredDeletion[]>`select ${columns(tx)} from deletions where id = ${id} for update`;
  return row ?? null;
}

export async function setDeletionUndone(tx: Transaction, id: string, by: string, at: Date): Promise<void> {
  await tx`update deletions set state = 'undone', undone_at = ${at}, undone_by = ${by} where id = ${id}`;
}

export async function setDeletionErasing(tx: Transaction, id: string): Promise<void> {
  await tx`update deletions set state = 'erasing', hold_reason = null where id = ${id}`;
}

export async function setDeletionHeld(id: string, reason: string): Promise<void> {
  await database()`update deletions set hold_reason = ${reason} where id = ${id} and state = 'scheduled'`;
}

export async function setDeletionErased(id: string, at: Date): Promise<void> {
  await database()`
    update deletions set state = 'erased', erased_at = ${at} where id = ${id} and state = 'erasing'`;
}

/** Deletions whose time has come, or that began and did not end; the longest due first. */
export async function listDueDeletions(at: Date, limit: number): Promise<readonly { readonly id: string }[]> {
  return await database()<{ id: string }[]>`
    select id from deletions where state in ('scheduled', 'erasing') and due_at <= ${at}
    order by due_at limit ${limit}`;
}

/** Whether there is still something of the person to erase. */
export async function findUnerasedPerson(personId: string): Promise<{ readonly id: string } | null> {
  const [row] = await database()<{ id: string }[]>`
    select id from people where id = ${personId} and (email <> '' or name <> '')`;
  return row ?? null;
}

/** What goes with an account, counted. */
export interface AccountContents {
  readonly name: string;
  readonly kind: "personal" | "organization";
  readonly members: number;
  readonly apiKeys: number;
}

export async function findAccountContents(accountId: string): Promise<AccountContents | null> {
  const [row] = await database()<AccountContents[]>`
    select a.name, a.kind,
      (select count(*)::int from members m where m.account_id = a.id) as members,
      (select count(*)::int from api_keys k
        where k.account_id = a.id and k.revoked_at is null and (k.expires_at is null or k.expires_at > now())) as api_keys
    from accounts a where a.id = ${accountId} and a.deleted_at is null`;
  return row ?? null;
}

export interface SoleOwnership {
  readonly accountId: string;
  readonly name: string;
  readonly slug: string;
}

/** Organizations that would be left without an owner if the person went. */
export async function listSoleOwnerships(
  personId: string,
  sql: Queryable = database(),
): Promise<readonly SoleOwnership[]> {
  return await sql<SoleOwnership[]>`
    select a.id as account_id, a.name, a.slug
    from members m join accounts a on a.id = m.account_id and a.deleted_at is null and a.kind = 'organization'
    where m.person_id = ${personId} and m.role = 'owner'
      and not exists (
        select from members other join people p on p.id = other.person_id and p.deleted_at is null
        where other.account_id = m.account_id and other.role = 'owner' and other.person_id <> ${personId}
      )
    order by a.name, a.id`;
}

export interface Recipient {
  readonly personId: string;
  readonly email: string;
  readonly name: string;
}

/** Whom a deletion concerns enough to be written to: the account's owners, or the person. */
export async function listRecipients(deletion: StoredDeletion): Promise<readonly Recipient[]> {
  return await database()<Recipient[]>`
    select p.id as person_id, p.email, p.name
    from members m join people p on p.id = m.person_id and p.deleted_at is null and p.email <> ''
    where m.account_id = ${deletion.accountId} and m.role = 'owner'
    order by p.id`;
}
