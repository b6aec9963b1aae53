import { randomBytes } from "node:crypto";
import { type Role, roleSchema } from "@/lib/accounts/permissions";
import { newId } from "@/lib/platform/ids";
import { dataOf, post } from "@/tests/integration/path/support/api";
import { sql } from "@/tests/integration/path/support/database";
import { seedAccount } from "@/tests/rls/world";
import { listKeys, plantCanaries } from "./canaries";

export interface Person {
  readonly id: string;
  readonly cookie: string;
  readonly email: string;
}

/** One of two accounts that look alike to the last letter. */
export interface Side {
  readonly accountId: string;
  readonly slug: string;
  readonly canary: string;
  readonly people: Readonly<Record<Role, Person>>;
  /** Columns that hold the canary, `invoices.number`. */
  readonly planted: readonly string[];
  /** Keys of its rows. */
  readonly keys: readonly string[];
}

/**
 * Two accounts on the running stack: the same names and amounts, slugs, ids and addresses that differ in one letter,
 * people of every role, rows in every table, and a canary of its own in every column that can hold one.
 */
export async function makeLookAlikes(): Promise<{
  readonly a: Side;
  readonly b: Side;
  readonly mark: string;
}> {
  const mark = `canary${randomBytes(6).toString("hex")}`;
  const shared = newId().slice(0, -1);
  const make = async (letter: "a" | "b"): Promise<Side> => {
    const canary = `${mark}${letter}`;
    const accountId = `${shared}${letter}`;
    const slug = `look-alike-${mark.slice(6)}-${letter}`;
    await sql`
      insert into accounts (id, kind, name, slug) values (${accountId}, 'organization', ${`Larkfield ${canary}`}, ${slug})`;
    const people = {} as Record<Role, Person>;
    for (const role of roleSchema.options) {
      people[role] = await signUp(`${role}@${canary}.example`);
      await sql`
        insert into members (account_id, person_id, role) values (${accountId}, ${people[role].id}, ${role})`;
    }
    await seedAccount(sql, accountId, canary, [people.owner.id, people.member.id]);
    // A deletion that is due would be carried out while we look.
    await sql`delete from deletions where account_id = ${accountId}`;
    await sql`
      insert into audit_log (account_id, actor_kind, actor_id, action, target_kind, target_id, after)
      values (${accountId}, 'system', 'seed', 'account.updated', 'account', ${canary}, ${sql.json({ name: canary })})`;
    const planted = await plantCanaries(sql, accountId, canary);
    return { accountId, slug, canary, people, planted, keys: await listKeys(sql, accountId) };
  };
  return { a: await make("a"), b: await make("b"), mark };
}

async function signUp(email: string): Promise<Person> {
  const answer = await post("/api/local/session", { email, name: "Robin Okafor" });
  const cookie = answer.headers
    .getSetCookie()
    .map((line) => line.split(";", 1)[0])
    .join("; ");
  return { id: dataOf<{ personId: string }>(answer).personId, cookie, email };
}
