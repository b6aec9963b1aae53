import { randomBytes } from "node:crypto";
import postgres from "postgres";
import { demoPeople } from "./demo-people";

export interface Person {
  readonly id: string;
  readonly email: string;
  readonly name: string;
}

export interface Session {
  readonly id: string;
  readonly personId: string;
  readonly status: "active" | "revoked" | "expired";
  readonly createdAt: string;
  readonly expiresAt: string;
}

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const ID_LENGTH = 27;

/** An id of the kind Clerk gives: a prefix and 27 letters or digits. */
function createId(prefix: "user" | "sess"): string {
  const letters = Array.from(randomBytes(ID_LENGTH), (byte) => ALPHABET[byte % ALPHABET.length]);
  return `${prefix}_${letters.join("")}`;
}

/** People and sessions of the local identity, in a schema of their own that the app never reads. */
export class IdentityStore {
  readonly #sql: postgres.Sql;

  constructor(databaseUrl: string) {
    this.#sql = postgres(databaseUrl, { max: 4, onnotice: () => undefined });
  }

  async prepare(): Promise<void> {
    await this.#sql.unsafe(`
      create schema if not exists local_identity;
      create table if not exists local_identity.people (
        id text primary key,
        email text not null unique check (email = lower(email)),
        name text not null,
        created_at timestamptz not null default now()
      );
      create table if not exists local_identity.sessions (
        id text primary key,
        person_id text not null references local_identity.people (id) on delete cascade,
        created_at timestamptz not null default now(),
        expires_at timestamptz not null,
        revoked_at timestamptz
      );
      create index if not exists sessions_person_id_idx on local_identity.sessions (person_id);
    `);
    for (const { id, email, name } of demoPeople) {
      await this.#sql`
        insert into local_identity.people ${this.#sql({ id, email, name })} on conflict do nothing`;
    }
  }

  /** Finds the person of this address or makes one; `isNew` says which. Two calls at once make one person. */
  async signInOrUp(email: string, name: string): Promise<{ person: Person; isNew: boolean }> {
    const person = { id: createId("user"), email, name };
    const made = await this.#sql<Person[]>`
      insert into local_identity.people ${this.#sql(person)} on conflict (email) do nothing
      returning id, email, name`;
    if (made[0] !== undefined) return { person: made[0], isNew: true };
    const [found] = await this.#sql<Person[]>`
      select id, email, name from local_identity.people where email = ${email}`;
    // Deleted between the two statements: as good as never there.
    if (found === undefined) return this.signInOrUp(email, name);
    return { person: found, isNew: false };
  }

  async findPerson(id: string): Promise<Person | null> {
    const [person] = await this.#sql<Person[]>`
      select id, email, name from local_identity.people where id = ${id}`;
    return person ?? null;
  }

  async deletePerson(id: string): Promise<boolean> {
    return (await this.#sql`delete from local_identity.people where id = ${id}`).count > 0;
  }

  async createSession(personId: string, expiresAt: Date): Promise<string> {
    const id = createId("sess");
    await this.#sql`
      insert into local_identity.sessions (id, person_id, expires_at) values (${id}, ${personId}, ${expiresAt})`;
    return id;
  }

  async findSession(id: string): Promise<Session | null> {
    const [session] = await this.#sql<Session[]>`${this.#select()} where id = ${id}`;
    return session ?? null;
  }

  async listSessions(personId: string): Promise<Session[]> {
    return this.#sql<Session[]>`${this.#select()} where person_id = ${personId} order by created_at desc`;
  }

  /** Revokes one session; false when there is none. Revoking twice is one revocation. */
  async revokeSession(id: string): Promise<boolean> {
    const result = await this.#sql`
      update local_identity.sessions set revoked_at = coalesce(revoked_at, now()) where id = ${id}`;
    return result.count > 0;
  }

  async revokeAllSessions(personId: string): Promise<number> {
    const result = await this.#sql`
      update local_identity.sessions set revoked_at = now()
      where person_id = ${personId} and revoked_at is null`;
    return result.count;
  }

  async close(): Promise<void> {
    await this.#sql.end({ timeout: 1 });
  }

  #select(): postgres.PendingQuery<postgres.Row[]> {
    return this.#sql`
      select id, person_id as "personId", created_at as "createdAt", expires_at as "expiresAt",
        case when revoked_at is not null then 'revoked' when expires_at <= now() then 'expired' else 'active' end
          as status
      from local_identity.sessions`;
  }
}
