import postgres from "postgres";
import { createId } from "./create-id";
import { demoPeople } from "./demo-people";
import { EventOutbox, recordEvent } from "./events/outbox";
import { sessionEvent, userDeleted, userEvent } from "./events/user-event";
import { schema } from "./schema";

export interface Person {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly avatarUrl: string | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export interface Session {
  readonly id: string;
  readonly personId: string;
  readonly status: "active" | "revoked" | "expired";
  readonly createdAt: Date;
  readonly expiresAt: Date;
  /** When the person last proved who they are. */
  readonly verifiedAt: Date;
  readonly lastActiveAt: Date;
  readonly userAgent: string | null;
  readonly ip: string | null;
}

/** From where a session is used. */
export interface SessionUse {
  readonly userAgent: string | null;
  readonly ip: string | null;
}

/** People and sessions of the local identity. Every change tells the app of it, by an event in its transaction. */
export class IdentityStore {
  readonly outbox: EventOutbox;
  readonly #sql: postgres.Sql;

  constructor(databaseUrl: string) {
    this.#sql = postgres(databaseUrl, { max: 4, onnotice: () => undefined });
    this.outbox = new EventOutbox(this.#sql);
  }

  async prepare(): Promise<void> {
    await this.#sql.unsafe(schema);
    for (const { id, email, name } of demoPeople) {
      await this.#sql`
        insert into local_identity.people ${this.#sql({ id, email, name })} on conflict do nothing`;
    }
  }

  /** Finds the person of this address or makes one; `isNew` says which. Two calls at once make one person. */
  async signInOrUp(email: string, name: string): Promise<{ person: Person; isNew: boolean }> {
    const made = await this.#sql.begin(async (tx) => {
      const [person] = await tx<Person[]>`
        insert into local_identity.people ${tx({ id: createId("user"), email, name })}
        on conflict (email) do nothing
        returning ${personColumns(tx)}`;
      if (person) await recordEvent(tx, userEvent("user.created", person));
      return person;
    });
    if (made) return { person: made, isNew: true };
    const [found] = await this.#sql<Person[]>`
      select ${personColumns(this.#sql)} from local_identity.people where email = ${email}`;
    // Deleted between the two statements: as good as never there.
    if (found === undefined) return this.signInOrUp(email, name);
    return { person: found, isNew: false };
  }

  async findPerson(id: string): Promise<Person | null> {
    const [person] = await this.#sql<Person[]>`
      select ${personColumns(this.#sql)} from local_identity.people where id = ${id}`;
    return person ?? null;
  }

  /** Changes what is named; null when there is no such person. */
  async updatePerson(id: string, change: PersonChange): Promise<Person | null> {
    return await this.#sql.begin(async (tx) => {
      const { name = null, avatarUrl = null } = change;
      // Of two changes the later one must say so, however close together they are.
      const [person] = await tx<Person[]>`
        update local_identity.people set
          name = coalesce(${name}, name),
          avatar_url = case when ${change.avatarUrl !== undefined} then ${avatarUrl} else avatar_url end,
          updated_at = greatest(now(), updated_at + interval '1 millisecond')
        where id = ${id} returning ${personColumns(tx)}`;
      if (person) await recordEvent(tx, userEvent("user.updated", person));
      return person ?? null;
    });
  }

  async deletePerson(id: string): Promise<boolean> {
    return await this.#sql.begin(async (tx) => {
      const isDeleted = (await tx`delete from local_identity.people where id = ${id}`).count > 0;
      if (isDeleted) await recordEvent(tx, userDeleted(id));
      return isDeleted;
    });
  }

  async createSession(personId: string, expiresAt: Date, use: SessionUse): Promise<Session> {
    return await this.#sql.begin(async (tx) => {
      const row = {
        id: createId("sess"),
        person_id: personId,
        expires_at: expiresAt,
        user_agent: use.userAgent,
        ip: use.ip,
      };
      const [session] = await tx<Session[]>`
        insert into local_identity.sessions ${tx(row)} returning ${sessionColumns(tx)}`;
      if (!session) throw new Error("The session was not stored.");
      await recordEvent(tx, sessionEvent("session.created", session));
      return session;
    });
  }

  async findSession(id: string): Promise<Session | null> {
    const [session] = await this.#sql<Session[]>`
      select ${sessionColumns(this.#sql)} from local_identity.sessions where id = ${id}`;
    return session ?? null;
  }

  /** Notes that a running session is used, and from where. */
  async noteUse(id: string, use: SessionUse): Promise<Session | null> {
    await this.#sql`
      update local_identity.sessions set last_active_at = now(),
        user_agent = coalesce(${use.userAgent}, user_agent), ip = coalesce(${use.ip}, ip)
      where id = ${id} and revoked_at is null and expires_at > now()`;
    return this.findSession(id);
  }

  /** Notes that the person of a running session has just proved again who they are; null when it does not run. */
  async verifySession(id: string): Promise<Session | null> {
    const [session] = await this.#sql<Session[]>`
      update local_identity.sessions set verified_at = now(), last_active_at = now()
      where id = ${id} and revoked_at is null and expires_at > now()
      returning ${sessionColumns(this.#sql)}`;
    return session ?? null;
  }

  async listSessions(personId: string): Promise<Session[]> {
    return this.#sql<Session[]>`
      select ${sessionColumns(this.#sql)} from local_identity.sessions
      where person_id = ${personId} order by created_at desc`;
  }

  /** Revokes one session; false when there is none. Revoking twice is one revocation. */
  async revokeSession(id: string): Promise<boolean> {
    if ((await this.findSession(id)) === null) return false;
    await this.#revoke(this.#sql`id = ${id}`);
    return true;
  }

  async revokeAllSessions(personId: string): Promise<number> {
    return this.#revoke(this.#sql`person_id = ${personId}`);
  }

  async close(): Promise<void> {
    await this.#sql.end({ timeout: 1 });
  }

  async #revoke(which: postgres.PendingQuery<postgres.Row[]>): Promise<number> {
    return await this.#sql.begin(async (tx) => {
      const revoked = await tx<Session[]>`
        update local_identity.sessions set revoked_at = now()
        where revoked_at is null and ${which}
        returning ${sessionColumns(tx)}`;
      for (const session of revoked) await recordEvent(tx, sessionEvent("session.revoked", session));
      return revoked.length;
    });
  }
}

export interface PersonChange {
  readonly name?: string | undefined;
  readonly avatarUrl?: string | null | undefined;
}

type Queryable = postgres.Sql | postgres.TransactionSql;

const personColumns = (sql: Queryable) =>
  sql`id, email, name, avatar_url as "avatarUrl", created_at as "createdAt", updated_at as "updatedAt"`;

const sessionColumns = (sql: Queryable) => sql`
  id, person_id as "personId", created_at as "createdAt", expires_at as "expiresAt",
  verified_at as "verifiedAt", last_active_at as "lastActiveAt", user_agent as "userAgent", ip,
  case when revoked_at is not null then 'revoked' when expires_at <= now() then 'expired' else 'active' end
    as status`;
