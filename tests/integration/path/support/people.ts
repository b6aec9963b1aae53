import { randomBytes } from "node:crypto";
import { call, dataOf, post } from "./api";
import { sql } from "./database";
import { until } from "./until";

export interface Visitor {
  readonly email: string;
  readonly personId: string;
  readonly accountId: string;
  readonly accountSlug: string;
  /** The Cookie header of the signed-in browser. */
  readonly cookie: string;
}

/** An address nobody has used. */
export const newEmail = (): string => `path.${randomBytes(6).toString("hex")}@example.com`;

/** Somebody new, signed in, with the personal account that signing up makes. */
export async function signUp(email = newEmail()): Promise<Visitor> {
  const answer = await post("/api/local/session", { email, name: "Path Tester" });
  const { personId } = dataOf<{ personId: string }>(answer);
  const cookie = answer.headers
    .getSetCookie()
    .map((line) => line.split(";", 1)[0])
    .join("; ");
  const overview = await call({ method: "GET", path: "/api/billing/overview", cookie });
  dataOf(overview);
  return { email, personId, cookie, ...(await findAccount(personId)) };
}

/**
 * Waits until what follows a sign-up by itself is over: the identity's own event about the person has come in and
 * has been handled. Whoever counts rows has to begin after it.
 */
export async function settleSignUp({ personId }: Visitor): Promise<void> {
  await until("the identity's event about the person is handled", async () => {
    const [event] = await sql`
      select from provider_events
      where object_id = ${personId} and type = 'user.created' and status <> 'pending'`;
    return event !== undefined;
  });
}

async function findAccount(personId: string): Promise<{ accountId: string; accountSlug: string }> {
  const [row] = await sql<{ accountId: string; accountSlug: string }[]>`
    select id as "accountId", slug as "accountSlug" from accounts where personal_person_id = ${personId}`;
  if (!row) throw new Error(`${personId} has no account.`);
  return row;
}

export interface NewKey {
  readonly id: string;
  readonly key: string;
}

/** An API key of the visitor's account with every scope a server needs. */
export async function createKey(
  visitor: Visitor,
  scopes: readonly string[] = ["usage:read", "usage:write", "billing:read"],
): Promise<NewKey> {
  return dataOf<NewKey>(
    await post("/api/account/api-keys", { name: "path", scopes }, { cookie: visitor.cookie }),
  );
}
