import { database, type Queryable } from "@/lib/platform/db";

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

/** The same, and nobody can be erased until the transaction ends. */
export async function holdPerson(tx: Queryable, personId: string): Promise<PersonFacts | null> {
  const [row] = await tx<PersonFacts[]>`
    select id, email, name from people where id = ${personId} and deleted_at is null for share`;
  return row ?? null;
}

export interface NewPerson extends PersonFacts {
  readonly avatarUrl?: string | null;
  /** When the identity last changed these facts, where it says so. */
  readonly updatedAt?: Date;
}

/** Inserts the person unless known. Returns false when somebody else was first. */
export async function insertPerson(sql: Queryable, person: NewPerson): Promise<boolean> {
  const inserted = await sql`
    insert into people (id, email, name, avatar_url, identity_updated_at)
    values (${person.id}, ${person.email}, ${person.name}, ${person.avatarUrl ?? null}, ${person.updatedAt ?? null})
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
