import { database, type Queryable } from "@/lib/platform/db";

export interface PlatformAdmin {
  readonly personId: string;
  readonly name: string;
  readonly email: string;
  /** Actor as in the audit log: a person's id, or the name of the program. */
  readonly grantedBy: string;
  readonly grantedAt: string;
  readonly revokedAt: string | null;
}

/** Everyone who is or was a platform admin, those who are first. */
export async function listPlatformAdmins(sql: Queryable = database()): Promise<readonly PlatformAdmin[]> {
  const rows = await sql<
    (Omit<PlatformAdmin, "grantedAt" | "revokedAt"> & { createdAt: Date; revokedAt: Date | null })[]
  >`
    select a.person_id, p.name, p.email, a.granted_by, a.created_at, a.revoked_at
    from platform_admins a join people p on p.id = a.person_id
    order by a.revoked_at is not null, a.created_at, a.person_id`;
  return rows.map(({ createdAt, revokedAt, ...row }) => ({
    ...row,
    grantedAt: createdAt.toISOString(),
    revokedAt: revokedAt?.toISOString() ?? null,
  }));
}

export interface Candidate {
  readonly id: string;
  readonly isAdmin: boolean;
}

/** The living people of that e-mail address, locked for the caller's change. An address need not be unique. */
export async function lockCandidates(sql: Queryable, email: string): Promise<readonly Candidate[]> {
  return await sql<Candidate[]>`
    select p.id,
      exists (select from platform_admins a where a.person_id = p.id and a.revoked_at is null) as is_admin
    from people p
    where p.email = ${email} and p.deleted_at is null
    order by p.id
    for update`;
}

/** Makes the person a platform admin, again if they were one before. */
export async function upsertPlatformAdmin(
  sql: Queryable,
  personId: string,
  grantedBy: string,
  at: Date,
): Promise<void> {
  await sql`
    insert into platform_admins (person_id, granted_by, created_at) values (${personId}, ${grantedBy}, ${at})
    on conflict (person_id) do update set
      granted_by = excluded.granted_by, created_at = excluded.created_at, revoked_at = null, revoked_by = null`;
}

export async function setPlatformAdminRevoked(
  sql: Queryable,
  personId: string,
  revokedBy: string,
  at: Date,
): Promise<void> {
  await sql`
    update platform_admins set revoked_at = ${at}, revoked_by = ${revokedBy}
    where person_id = ${personId} and revoked_at is null`;
}
