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
