import { randomBytes } from "node:crypto";
import { type Role, roleSchema } from "@/lib/accounts/permissions";
import { newId } from "@/lib/platform/ids";
import { dataOf, post } from "@/tests/integration/path/support/api";
import { sql } from "@/tests/integration/path/support/database";
import { seedAccount } from "@/tests/rls/world";
import { listKeys, plantCanaries, plantFigures } from "./canaries";
import type { Marks } from "./find-leaks";

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
  /** An API key of the account's owner. */
  readonly apiKey: string;
  /** Columns that hold the canary, `invoices.number`. */
  readonly planted: readonly string[];
  /** Keys of its rows. */
  readonly keys: readonly string[];
  /** What no answer to somebody else may hold. */
  readonly marks: Marks;
}

export interface LookAlikes {
  readonly a: Side;
  readonly b: Side;
  /** Stands in the canaries of both. */
  readonly mark: string;
}

/**
 * Two accounts on the running stack: the same names, slugs, ids, addresses and figures but for one letter or digit,
 * people of every role, rows in every table, and a canary of its own in every column that can hold one.
 */
export async function makeLookAlikes(): Promise<LookAlikes> {
  const mark = randomBytes(6).toString("hex");
  const shared = newId();
  const [a, b] = await Promise.all([makeSide("a", mark, shared), makeSide("b", mark, shared)]);
  return { a, b, mark };
}

async function makeSide(letter: "a" | "b", mark: string, shared: string): Promise<Side> {
  // The letter stands in the middle: the ends of a word blur where it is encoded.
  const canary = `canary${letter}${mark}`;
  const accountId = `${shared.slice(0, -4)}${letter}${shared.slice(-3)}`;
  const slug = `look-alike-${letter}-${mark}`;
  const digit = letter === "a" ? 4 : 5;
  const figures = { used: 73_102_710 + digit, cents: 58_206_110 + digit };
  await sql`
    insert into accounts (id, kind, name, slug) values (${accountId}, 'organization', ${`Larkfield ${canary}`}, ${slug})`;
  const people = {} as Record<Role, Person>;
  for (const role of roleSchema.options) {
    people[role] = await signUp(`${role}@${canary}.example`);
    await sql`insert into members (account_id, person_id, role) values (${accountId}, ${people[role].id}, ${role})`;
  }
  await seedAccount(sql, accountId, canary, [people.owner.id, people.member.id]);
  // What is due would be done while we look: the account deleted, the provider's event handled.
  await sql`delete from deletions where account_id = ${accountId}`;
  await sql`update provider_events set status = 'ignored' where account_id = ${accountId}`;
  await sql`insert into account_limits (account_id, feature, limit_value, reason) values (${accountId}, 'seats', 50, 'gift')`;
  await sql`
    insert into audit_log (account_id, actor_kind, actor_id, action, target_kind, target_id, after)
    values (${accountId}, 'system', 'seed', 'account.updated', 'account', ${canary}, ${sql.json({ reason: canary })})`;
  const planted = await plantCanaries(sql, accountId, canary);
  await plantFigures(sql, accountId, figures);
  const apiKey = await actAsThePeopleWould(people.owner, slug, canary);
  const keys = await listKeys(sql, accountId);
  const marks = { words: [canary, accountId, slug], ids: keys, figures: Object.values(figures) };
  return { accountId, slug, canary, people, apiKey, planted, keys, marks };
}

/** What the application itself writes and sends: a key, usage with a note, an invitation by mail. */
async function actAsThePeopleWould({ cookie }: Person, slug: string, canary: string): Promise<string> {
  const inAccount = { "x-account": slug };
  const scopes = ["usage:read", "usage:write", "billing:read"];
  const made = await post("/api/account/api-keys", { name: `CI ${canary}`, scopes }, { cookie }, inAccount);
  const { key } = dataOf<{ key: string }>(made);
  const event = { feature: "generations", properties: { note: canary } };
  dataOf(await post("/api/usage/track", event, { key }, { "idempotency-key": canary }));
  const guest = { email: `guest@${canary}.example`, role: "viewer" };
  dataOf(await post("/api/account/invitations", guest, { cookie }, inAccount));
  return key;
}

async function signUp(email: string): Promise<Person> {
  const answer = await post("/api/local/session", { email, name: "Robin Okafor" });
  const cookie = answer.headers
    .getSetCookie()
    .map((line) => line.split(";", 1)[0])
    .join("; ");
  return { id: dataOf<{ personId: string }>(answer).personId, cookie, email };
}
