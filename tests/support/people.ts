import type postgres from "postgres";
import type { Role } from "@/lib/accounts/permissions";
import { newId } from "@/lib/platform/ids";

let counter = 0;

/** A person without an account. */
export async function insertPerson(sql: postgres.Sql, id = `user_${newId()}`): Promise<string> {
  counter += 1;
  await sql`insert into people (id, email, name) values (${id}, ${`person${counter}.${id.toLowerCase()}@example.com`}, ${`Person ${counter}`})`;
  return id;
}

/** An organization without members. */
export async function insertAccount(sql: postgres.Sql, name = "Larkfield Studio"): Promise<string> {
  const id = newId();
  await sql`insert into accounts (id, kind, name, slug) values (${id}, 'organization', ${name}, ${`a${id}`})`;
  return id;
}

export async function insertMember(
  sql: postgres.Sql,
  accountId: string,
  personId: string,
  role: Role,
): Promise<void> {
  await sql`insert into members (account_id, person_id, role) values (${accountId}, ${personId}, ${role})`;
}

/** A new person with a role in an account. @returns the person's id */
export async function insertNewMember(sql: postgres.Sql, accountId: string, role: Role): Promise<string> {
  const personId = await insertPerson(sql);
  await insertMember(sql, accountId, personId, role);
  return personId;
}
