import { database, type Queryable } from "@/lib/platform/db";
import type { Role } from "./permissions";
import type { PersonFacts } from "./repository";

export interface Membership {
  readonly accountId: string;
  readonly accountName: string;
  readonly accountSlug: string;
  readonly accountKind: "personal" | "organization";
  readonly role: Role;
}

/** A person and everything they belong to. */
export interface Standing {
  readonly person: PersonFacts;
  /** Living memberships, the personal account first. */
  readonly memberships: readonly Membership[];
}

type StandingRow = PersonFacts & (Membership | { readonly accountId: null });

/** One statement, asked with every page and every call of a person. Null when they are not known, or deleted. */
export async function findStanding(personId: string, sql: Queryable = database()): Promise<Standing | null> {
  const rows = await sql<StandingRow[]>`
    select p.id, p.email, p.name, a.id as account_id, a.name as account_name, a.slug as account_slug,
      a.kind as account_kind, m.role
    from people p
    left join (members m join accounts a on a.id = m.account_id and a.deleted_at is null) on m.person_id = p.id
    where p.id = ${personId} and p.deleted_at is null
    order by a.personal_person_id is distinct from ${personId}, a.name, a.id`;
  const [first] = rows;
  if (!first) return null;
  const { id, email, name } = first;
  const memberships = rows.flatMap((row) => {
    if (row.accountId === null) return [];
    const { accountId, accountName, accountSlug, accountKind, role } = row;
    return [{ accountId, accountName, accountSlug, accountKind, role }];
  });
  return { person: { id, email, name }, memberships };
}
