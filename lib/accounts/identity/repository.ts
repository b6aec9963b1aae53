import type { Queryable } from "@/lib/platform/db";
import type { IdentityPerson } from "./provider";

/**
 * Copies what the identity provider says about a person into their row, unless the row already holds something
 * later. Returns which facts changed; null when the row is newer, or the person is not known or deleted.
 */
export async function storePersonFacts(
  sql: Queryable,
  person: IdentityPerson,
): Promise<readonly string[] | null> {
  const [row] = await sql<{ changed: string[] }[]>`
    with known as (
      select id, email, name, avatar_url from people
      where id = ${person.id} and deleted_at is null
        and (identity_updated_at is null or identity_updated_at <= ${person.updatedAt})
      for update
    ), stored as (
      update people set email = ${person.email}, name = ${person.name}, avatar_url = ${person.avatarUrl},
        identity_updated_at = ${person.updatedAt}, updated_at = now()
      where id in (select id from known)
    )
    select array_remove(array[
      case when email <> ${person.email} then 'email' end,
      case when name <> ${person.name} then 'name' end,
      case when avatar_url is distinct from ${person.avatarUrl} then 'avatarUrl' end
    ], null) as changed from known`;
  return row?.changed ?? null;
}

/** The account that is the person's own; null when the person is not known. */
export async function findPersonalAccount(sql: Queryable, personId: string): Promise<string | null> {
  const [row] = await sql<{ id: string }[]>`select id from accounts where personal_person_id = ${personId}`;
  return row?.id ?? null;
}

/**
 * Makes everyone who changes one of these identity objects wait for the one before, until the transaction ends.
 * Objects that are not known yet have no row to lock.
 */
export async function lockIdentity(tx: Queryable, ids: readonly string[]): Promise<void> {
  // One after the other in one order, so that two callers cannot wait for each other.
  for (const id of [...new Set(ids)].sort()) {
    await tx`select pg_advisory_xact_lock(hashtextextended(${`identity ${id}`}, 0))`;
  }
}

/** The first of these that the identity provider has deleted; null when it has deleted none. */
export async function findRemoved(tx: Queryable, ids: readonly string[]): Promise<string | null> {
  const [row] = await tx<{ id: string }[]>`
    select id from identity_removals where id = any(${[...ids]}::text[]) limit 1`;
  return row?.id ?? null;
}

export async function recordRemoval(tx: Queryable, id: string, at: Date): Promise<void> {
  await tx`insert into identity_removals (id, removed_at) values (${id}, ${at}) on conflict do nothing`;
}
